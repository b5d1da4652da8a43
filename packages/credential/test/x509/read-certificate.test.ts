import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnreadablePayloadError } from '../../src/errors.ts';
import { isSignedWith, maySignCertificates, namesAsIssuer } from '../../src/x509/issued-by.ts';
import { type Certificate, readCertificate } from '../../src/x509/read-certificate.ts';
import { createSealSigner, sealUsage } from '../formats/vds-nc/signers.ts';
import { authorityKinds, createAuthority, extensions } from './certificate-authority.ts';

const vectors = join(import.meta.dirname, '../../../../test-vectors/vds-nc');
const pemCertificates = (file: string) =>
  (readFileSync(join(vectors, file), 'utf8').match(/-----BEGIN[\s\S]*?END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
const inside = (file: string) =>
  new X509Certificate(
    Buffer.from(JSON.parse(readFileSync(join(vectors, file), 'utf8')).sig.cer, 'base64url'),
  );
const certificates = {
  'ICAO Health CA and its signer': pemCertificates('ICAOHealthMLSigner1.pem.crt'),
  'ICAO’s example': [...pemCertificates('uto-signer.pem'), inside('icao-specification-example.json')],
  Australia: [inside('ICAOAUQR1Contents.txt')],
  'made here': authorityKinds.flatMap((kind) => {
    const authority = createAuthority(kind);
    return [authority.der, createSealSigner(authority).certificate].map((der) => new X509Certificate(der));
  }),
};

describe.each(Object.entries(certificates))('certificates of: %s', (_, all) => {
  test('are read as Node reads them', () => {
    expect(all.length).toBeGreaterThan(0);
    for (const judge of all) {
      const read = readCertificate(judge.raw);
      expect(read.subject.text.split(', ')).toEqual(judge.subject?.split('\n'));
      expect(read.issuer.text.split(', ')).toEqual(judge.issuer?.split('\n'));
      expect(read.notBefore).toBe(judge.validFromDate.getTime());
      expect(read.notAfter).toBe(judge.validToDate.getTime());
      expect(Buffer.from(read.spki)).toEqual(judge.publicKey.export({ type: 'spki', format: 'der' }));
      expect(read.isAuthority).toBe(judge.ca);
      expect(read.extendedKeyUsage).toEqual(judge.keyUsage);
      expect(read.unknownCritical).toEqual([]);
    }
  });
});

describe('who issued a certificate', () => {
  test('is found on curves that are written out in full, as ICAO’s are', async () => {
    const [signer, authority] = pemCertificates('ICAOHealthMLSigner1.pem.crt').map(({ raw }) =>
      readCertificate(raw),
    ) as [Certificate, Certificate];
    expect(maySignCertificates(authority)).toBe(true);
    expect(maySignCertificates(signer)).toBe(false);
    expect(namesAsIssuer(signer, authority)).toBe(true);
    expect(await isSignedWith(signer, authority.spki)).toBe(true);
    expect(await isSignedWith(authority, authority.spki)).toBe(true);
    expect(await isSignedWith(signer, signer.spki)).toBe(false);
  });

  test.each(authorityKinds)('is found where it signs with %s, and Node agrees', async (kind) => {
    const authority = createAuthority(kind);
    const stranger = createAuthority(kind);
    const { certificate } = createSealSigner(authority);
    const read = readCertificate(certificate);
    expect(new X509Certificate(certificate).verify(new X509Certificate(authority.der).publicKey)).toBe(true);
    expect(await isSignedWith(read, authority.spki)).toBe(true);
    expect(await isSignedWith(read, stranger.spki)).toBe(false);
    expect(namesAsIssuer(read, readCertificate(authority.der))).toBe(true);
    // The same name, another key.
    expect(namesAsIssuer(read, readCertificate(stranger.der))).toBe(false);
    expect(namesAsIssuer(read, readCertificate(createAuthority('P-256', 'IN').der))).toBe(false);
  });

  test('is not found in a certificate of which any byte was changed', async () => {
    const authority = createAuthority();
    const { certificate } = createSealSigner(authority);
    let unread = 0;
    for (let at = 0; at < certificate.length; at += 1) {
      const changed = Uint8Array.from(certificate);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      const read = readOrNothing(changed);
      if (!read) unread += 1;
      else expect(await isSignedWith(read, authority.spki), `byte ${at}`).toBe(false);
    }
    expect(unread).toBeGreaterThan(0);
  });

  test('is nobody by SHA-1', async () => {
    const authority = createAuthority('rsa');
    const read = readCertificate(createSealSigner(authority).certificate);
    const sha1 = Uint8Array.from(Buffer.from('300d06092a864886f70d0101050500', 'hex'));
    expect(await isSignedWith({ ...read, signatureAlgorithm: sha1 }, authority.spki)).toBe(false);
    expect(await isSignedWith(read, authority.spki)).toBe(true);
  });
});

test('extensions say what a key is for', () => {
  const authority = createAuthority();
  const read = readCertificate(
    createSealSigner(authority, {
      extensions: [
        extensions.keyUsage(0x80),
        extensions.extendedKeyUsage(sealUsage, '1.2.3.4.5'),
        extensions.documentTypes('NT'),
        extensions.unknownCritical(),
      ],
    }).certificate,
  );
  expect(read.keyUsage).toEqual({ digitalSignature: true, keyCertSign: false });
  expect(read.extendedKeyUsage).toEqual([sealUsage, '1.2.3.4.5']);
  expect(read.documentTypes).toEqual(['NT']);
  expect(read.unknownCritical).toEqual(['1.2.3.4']);
  expect(read.authorityKeyId).toBeUndefined();
  expect(maySignCertificates({ ...readCertificate(authority.der), unknownCritical: ['1.2.3.4'] })).toBe(
    false,
  );
});

test.each([
  ['nothing', ''],
  ['no DER', 'ff'],
  ['an indefinite length', '30800000'],
  ['a length that is longer than it must be', '308100'],
  ['a length beyond the end', '3084ffffffff'],
  ['an empty sequence', '3000'],
])('%s is no certificate', (_, hex) => {
  expect(() => readCertificate(Buffer.from(hex, 'hex'))).toThrow(UnreadablePayloadError);
});

test('a certificate cut short, or with bytes after it, is none', () => {
  const { der } = createAuthority();
  for (let length = 0; length < der.length; length += 1) {
    expect(() => readCertificate(der.subarray(0, length))).toThrow(UnreadablePayloadError);
  }
  expect(() => readCertificate(Buffer.concat([der, Buffer.from([0])]))).toThrow(UnreadablePayloadError);
});

function readOrNothing(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadablePayloadError);
    return undefined;
  }
}
