import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentInfo, SignedData } from 'pkijs';
import { afterAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../../src/signing/x509/authority.ts';
import { certificatePem } from '../../../src/signing/x509/certificate-pem.ts';
import { readCertificate } from '../../../src/signing/x509/read-certificate.ts';
import { signPackage } from '../../../src/signing/x509/sign-package.ts';
import { certifySigner } from '../../../src/signing/x509/signer-certificate.ts';
import { opensslMissing } from '../openssl.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-package-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

const now = new Date();
const authority = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, now);
const name = { country: 'XX', commonName: 'DSC' };
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dsc = await certifySigner({ use: 'hcert', name, publicKey, events: [] }, authority, now);

/** An upload certificate, as its owner's own tools made it. */
function uploader(kind: string[]) {
  const [key, certificate] = ['up.key', 'up.pem'].map((file) => join(directory, file)) as [string, string];
  openssl(
    ...['req', '-x509', ...kind, '-noenc', '-days', '365', '-subj', '/C=XX/CN=Upload'],
    ...['-addext', 'keyUsage=critical,digitalSignature', '-keyout', key, '-out', certificate],
  );
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate), file: certificate };
}

test('what is signed is the certificate, by the uploader; a changed one does not verify', async () => {
  const signer = {
    certificate: readCertificate(authority.certificate, 'it'),
    privateKey: authority.privateKey,
  };
  const cms = await signPackage(dsc.certificate, signer, now);
  const verifies = async (der: Buffer) => {
    const { content } = ContentInfo.fromBER(new Uint8Array(der));
    const signed = new SignedData({ schema: content });
    return signed.verify({ signer: 0, checkChain: false }).catch(() => false);
  };
  expect(await verifies(cms)).toBe(true);
  const at = cms.indexOf(dsc.certificate.subarray(40, 80));
  expect(at).toBeGreaterThan(0);
  const changed = Buffer.from(cms);
  changed[at + 20] = (changed[at + 20] ?? 0) ^ 1;
  expect(await verifies(changed)).toBe(false);
});

describe.skipIf(opensslMissing)('OpenSSL', () => {
  const kinds = [
    ['P-256', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['RSA', ['-newkey', 'rsa:3072']],
  ] as const;
  test.each(kinds)('verifies uploads signed with %s, and takes the certificate out', async (_, kind) => {
    const { key, certificate, file } = uploader([...kind]);
    const privateKey = createPrivateKey(key);
    const signer = { certificate: readCertificate(certificate, 'it'), privateKey };
    const cms = await signPackage(dsc.certificate, signer, now);
    const [upload, out] = ['upload.cms', 'content.der'].map((one) => join(directory, one)) as [
      string,
      string,
    ];
    writeFileSync(upload, cms);
    openssl(
      ...['cms', '-verify', '-inform', 'DER', '-in', upload, '-CAfile', file, '-purpose', 'any', '-binary'],
      ...['-out', out],
    );
    expect(readFileSync(out)).toEqual(dsc.certificate);
    expect(certificatePem(readFileSync(out))).toBe(certificatePem(dsc.certificate));
    // Definite lengths, and the content in one piece.
    expect(openssl('asn1parse', '-inform', 'DER', '-in', upload)).not.toMatch(/inf|cons: OCTET/);
  });
});
