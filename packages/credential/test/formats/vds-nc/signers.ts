import { generateKeyPairSync, sign } from 'node:crypto';
import type { DocumentSigner } from '../../../src/formats/document-signer.ts';
import type { TrustedKey } from '../../../src/trust/trust-list.ts';
import {
  type Authority,
  type CertificateWish,
  certify,
  extensions,
  nameOf,
} from '../../x509/certificate-authority.ts';

/** Somebody who signs VDS-NC, under an authority. */
export interface SealSigner extends DocumentSigner {
  readonly certificate: Buffer;
  readonly spki: Buffer;
  readonly publicPem: string;
  /** PKCS#8. */
  readonly privatePem: string;
}

export const sealUsage = '2.23.136.1.1.14.2';

/** Makes a signer as ICAO's profile wants it; what a test varies comes in. */
export function createSealSigner(authority: Authority, wish: Partial<CertificateWish> = {}): SealSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const certificate = certify(authority, {
    subject: nameOf('LK', '01'),
    spki,
    notBefore: '2021-01-01',
    notAfter: '2030-01-01',
    extensions: [
      extensions.extendedKeyUsage(sealUsage),
      extensions.authorityKeyId(authority.keyId),
      extensions.documentTypes('NV', 'NT'),
    ],
    ...wish,
  });
  return {
    algorithm: 'ES256',
    verificationMethod: 'did:example:issuer#seal',
    keyId: 'seal',
    certificate,
    certificateUntil: Date.parse('2029-01-01'),
    sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    spki,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A trust list's entry for an authority's or a signer's certificate. */
export const sealEntry = (certificate: Buffer, more: Partial<TrustedKey> = {}): TrustedKey => ({
  issuer: 'did:example:health',
  issuerName: 'Ministry of Health',
  publicKey: '',
  document: { format: 'vds-nc', certificate: certificate.toString('base64') },
  ...more,
});
