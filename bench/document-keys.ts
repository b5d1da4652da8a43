import { createHash, createPublicKey } from 'node:crypto';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import { cardKeyId } from '@mohar/credential/trust/card-key-set.ts';
import type { DocumentUse, TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { DocumentFormat } from '@mohar/service/src/exporting/document-format.ts';
import { signerFor } from '@mohar/service/src/signing/issuer-key.ts';
import { makeKey } from '@mohar/service/src/signing/key-store.ts';
import { createAuthority } from '@mohar/service/src/signing/x509/authority.ts';
import { certifySigner } from '@mohar/service/src/signing/x509/signer-certificate.ts';

/** A key that signs documents of one use, as `mohar keys dsc create` makes it. */
export interface BenchDocumentKey {
  readonly signer: DocumentSigner;
  readonly trusted: TrustedKey;
  /** PEM. */
  readonly publicKey: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** PEM; empty where the use has none. */
  readonly certificate: string;
}

/** @param iss of health cards. */
export async function documentKey(
  use: DocumentFormat['use'],
  country: string,
  iss: string,
): Promise<BenchDocumentKey> {
  const now = new Date();
  const key = makeKey('ES256');
  const certificate =
    use === 'shc' ? undefined : await certificateOf(use, country, createPublicKey(key.privateKey), now);
  const keyId =
    use === 'hcert' && certificate
      ? createHash('sha256').update(certificate).digest().subarray(0, 8).toString('base64')
      : cardKeyId(key.publicKeyPem);
  const documents: Readonly<Record<DocumentFormat['use'], DocumentUse>> = {
    hcert: { format: 'hcert', keyId, country },
    shc: { format: 'shc', keyId, iss },
    'vds-nc': { format: 'vds-nc', certificate: certificate?.toString('base64') ?? '' },
  };
  return {
    signer: {
      ...signerFor(key, `did:web:mohar.example#${key.id}`),
      algorithm: 'ES256',
      keyId,
      ...(certificate ? { certificate: new Uint8Array(certificate) } : {}),
      certificateUntil: now.getTime() + 730 * 86_400_000,
    },
    trusted: { issuerName: 'Ministry of Health', publicKey: key.publicKeyPem, document: documents[use] },
    publicKey: key.publicKeyPem,
    privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate ? pem(certificate) : '',
  };
}

async function certificateOf(
  use: 'hcert' | 'vds-nc',
  country: string,
  publicKey: ReturnType<typeof createPublicKey>,
  now: Date,
): Promise<Buffer> {
  const authority = await createAuthority({ country, commonName: 'CSCA' }, now);
  const name = { country, commonName: use === 'vds-nc' ? '3f9c' : `DSC ${country} 3f9c1a07` };
  return (await certifySigner({ use, name, publicKey, events: [] }, authority, now)).certificate;
}

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
