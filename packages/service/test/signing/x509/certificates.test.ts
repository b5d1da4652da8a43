import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { signerFor } from '../../../src/signing/issuer-key.ts';
import { makeKey } from '../../../src/signing/key-store.ts';
import { createAuthority, readAuthority } from '../../../src/signing/x509/authority.ts';
import { certificatePem } from '../../../src/signing/x509/certificate-pem.ts';
import { writeCertificateRequest } from '../../../src/signing/x509/certificate-request.ts';
import { readCertificate } from '../../../src/signing/x509/read-certificate.ts';
import { certifySigner, signerPeriod } from '../../../src/signing/x509/signer-certificate.ts';
import { lastFullBeginning } from '../../../src/signing/x509/signing-period.ts';
import { opensslMissing } from '../openssl.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-x509-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const written = (name: string, content: string | Buffer): string => {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
};
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

const now = new Date();
const day = 24 * 3_600_000;
const authority = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, now);
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const certify = (use: 'hcert' | 'vds-nc', events: ('vaccination' | 'test' | 'recovery')[] = []) => {
  const { publicKey } = newKey();
  const name = { country: 'XX', commonName: 'DS 1' };
  return certifySigner({ use, name, publicKey, events }, authority, now);
};

describe('an authority', () => {
  test('is one to node:crypto: self-signed, CA, four years', () => {
    const x509 = new X509Certificate(authority.certificate);
    expect(x509.ca).toBe(true);
    expect(x509.checkIssued(x509)).toBe(true);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.subject).toBe('C=XX\nCN=CSCA XX');
    expect(x509.validToDate.getTime() - x509.validFromDate.getTime()).toBe(1_461 * day);
  });

  test('is read back from PEM, with a key that belongs to it and no other', () => {
    const certificate = Buffer.from(certificatePem(authority.certificate));
    const pem = (key = authority.privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(readAuthority(certificate, pem()).certificate).toEqual(authority.certificate);
    expect(() => readAuthority(certificate, pem(newKey().privateKey))).toThrow('not the one');
    expect(() => readAuthority(Buffer.from('x'), pem())).toThrow('not an X.509 certificate');
    const sealed = authority.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a long passphrase' })
      .toString();
    expect(() => readAuthority(certificate, sealed)).toThrow('without a passphrase');
    expect(readAuthority(certificate, sealed, 'a long passphrase').privateKey.type).toBe('private');
  });
});

describe('a signer’s certificate', () => {
  test('hcert: WHO’s and the EU’s profile', async () => {
    const { certificate, signsUntil, notAfter, notBefore } = await certify('hcert', ['test', 'recovery']);
    const x509 = new X509Certificate(certificate);
    const issuer = new X509Certificate(authority.certificate);
    expect([x509.checkIssued(issuer), x509.verify(issuer.publicKey), x509.ca]).toEqual([true, true, false]);
    expect(x509.keyUsage).toEqual(['1.3.6.1.4.1.1847.2021.1.1', '1.3.6.1.4.1.1847.2021.1.3']);
    const read = readCertificate(certificate, 'it');
    expect(read).toMatchObject({ country: 'XX', events: ['test', 'recovery'], documentTypes: [] });
    expect(read).toMatchObject({
      signsUntil,
      notAfter,
      notBefore,
      maySignDocuments: true,
      isAuthority: false,
    });
    expect(signsUntil.getTime() - notBefore.getTime()).toBe(183 * day);
    expect(notAfter.getTime() - notBefore.getTime()).toBe(730 * day);
    expect(read.issuedBy(readCertificate(authority.certificate, 'it'))).toBe(true);
    const other = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, now);
    expect(read.issuedBy(readCertificate(other.certificate, 'it'))).toBe(false);
  });

  test('vds-nc: ICAO’s profile, small enough for a QR code', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { certificate } = await certify('vds-nc');
      expect(certificate.length).toBeLessThanOrEqual(390);
      expect(readCertificate(certificate, 'it')).toMatchObject({
        extendedKeyUsage: ['2.23.136.1.1.14.2'],
        documentTypes: ['NT', 'NV'],
        country: 'XX',
      });
    }
  });

  test('does not outlive its authority, and what it signs last still counts for a year', async () => {
    const { notAfter: end } = readCertificate(authority.certificate, 'it');
    const after = (days: number) => new Date(now.getTime() + days * day);
    for (const [use, signsFor] of [
      ['hcert', 183],
      ['vds-nc', 365],
    ] as const) {
      const lastFull = 1_461 - 365 - signsFor;
      for (const days of [0, 300, lastFull, lastFull + 1, 1_000, 1_065]) {
        const { notBefore, signsUntil, notAfter } = signerPeriod(use, authority, after(days));
        expect(notAfter <= end).toBe(true);
        expect(notAfter.getTime() - signsUntil.getTime()).toBeGreaterThanOrEqual(365 * day);
        const signs = (signsUntil.getTime() - notBefore.getTime()) / day;
        expect(signs, `${use} from day ${days}`).toBe(days <= lastFull ? signsFor : 1_461 - 365 - days);
      }
      // It would sign for less than a month.
      for (const days of [1_068, 1_300, 1_500])
        expect(() => signerPeriod(use, authority, after(days))).toThrow(
          new RegExp(
            `valid until ${after(days + signsFor + 365)
              .toISOString()
              .slice(0, 10)}.*Take a newer authority`,
          ),
        );
      expect(() => signerPeriod(use, authority, after(-1))).toThrow('Take a newer authority');
    }
    expect(lastFullBeginning('hcert', end)).toEqual(new Date(end.getTime() - (365 + 183) * day));
  });

  test.skipIf(opensslMissing)('OpenSSL verifies chains of both, and reads what they say', async () => {
    const ca = written('csca.pem', certificatePem(authority.certificate));
    for (const use of ['hcert', 'vds-nc'] as const) {
      const { certificate } = await certify(use);
      const file = written(`${use}.pem`, certificatePem(certificate));
      expect(openssl('verify', '-x509_strict', '-CAfile', ca, file)).toBe(`${file}: OK\n`);
      const text = openssl('x509', '-in', file, '-noout', '-text');
      expect(text).toContain('Public-Key: (256 bit)');
      expect(text).toContain('X509v3 Authority Key Identifier');
      expect(text.includes('Private Key Usage Period')).toBe(use === 'hcert');
    }
  });
});

test.skipIf(opensslMissing)(
  'OpenSSL accepts a request, and an authority made with it can sign it',
  async () => {
    const made = makeKey('ES256');
    const publicKey = createPublicKey(made.publicKeyPem);
    const name = { country: 'XX', commonName: 'Ministry’s signer' };
    const { sign } = signerFor(made, '');
    const request = await writeCertificateRequest({ use: 'vds-nc', name, events: [] }, publicKey, sign);
    const csr = written('request.pem', request);
    const text = openssl('req', '-in', csr, '-noout', '-verify', '-text');
    expect(text).toContain('2.23.136.1.1.14.2');
    const [key, ca, certificate] = ['ca.key', 'ca.pem', 'ds.pem'].map((file) => join(directory, file));
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:3072', '-noenc', '-days', '900', '-subj', '/C=XX/CN=RSA CSCA'],
      ...['-keyout', key as string, '-out', ca as string],
    );
    openssl(
      ...['x509', '-req', '-in', csr, '-CA', ca as string, '-CAkey', key as string, '-days', '700'],
      ...['-copy_extensions', 'copyall', '-out', certificate as string],
    );
    const read = readCertificate(Buffer.from(openssl('x509', '-in', certificate as string)), 'it');
    expect(read.publicKey.equals(publicKey)).toBe(true);
    expect(read).toMatchObject({ country: 'XX', documentTypes: ['NT', 'NV'] });
    expect(read.issuedBy(readCertificate(Buffer.from(openssl('x509', '-in', ca as string)), 'it'))).toBe(
      true,
    );
  },
);
