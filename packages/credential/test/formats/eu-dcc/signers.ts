import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { DocumentSigner } from '../../../src/formats/document-signer.ts';
import type { DocumentUse, TrustedKey } from '../../../src/trust/trust-list.ts';
import { type Authority, certify, extensions, nameOf } from '../../x509/certificate-authority.ts';

/** Somebody who signs HCERTs, under an authority. */
export interface HcertSigner extends DocumentSigner {
  readonly certificatePem: string;
  readonly publicPem: string;
  /** PKCS#8. */
  readonly privatePem: string;
}

export function createHcertSigner(authority: Authority, change: Partial<DocumentSigner> = {}): HcertSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = certify(authority, {
    subject: nameOf('LK', 'Health DSC LK'),
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: '2026-01-01',
    notAfter: '2028-01-01',
    extensions: [extensions.keyUsage(0x80), extensions.authorityKeyId(authority.keyId)],
  });
  return {
    algorithm: 'ES256',
    verificationMethod: 'did:example:issuer#dsc',
    keyId: createHash('sha256').update(certificate).digest().subarray(0, 8).toString('base64'),
    certificate,
    certificateUntil: Date.parse('2028-01-01'),
    sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ...change,
  };
}

/** A trust list's entry for a signer's key. */
export const hcertEntry = (
  { publicPem, keyId }: HcertSigner,
  more: Partial<TrustedKey> = {},
  use: Partial<Extract<DocumentUse, { format: 'hcert' }>> = {},
): TrustedKey => ({
  issuer: 'did:example:health',
  issuerName: 'Ministry of Health',
  publicKey: publicPem,
  document: { format: 'hcert', keyId, ...use },
  ...more,
});
