import { createHash } from 'node:crypto';
import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { Signer } from '@mohar/credential/proofs/signer.ts';
import { cardKeyId } from '@mohar/credential/trust/card-key-set.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../../country/pack.ts';
import { methodOf } from '../../issuing/issuer.ts';
import { type DocumentKey, keptDocumentKey } from '../../registry/document-keys.ts';
import type { Tables } from '../../registry/tables.ts';
import { signerFor } from '../../signing/issuer-key.ts';
import { importDer, KeyError } from '../../signing/key-store.ts';
import { unseal } from '../../signing/sealing.ts';
import { type KeySetting, type KeySources, signerInToken } from '../key-sources.ts';

/**
 * How documents name a key. HCERT: base64 of the first 8 bytes of the certificate's SHA-256 (hcert_spec 1.1.1, section
 * 3.3.2). SMART Health Cards: the JWK thumbprint. VDS-NC carries the certificate: here the key's id.
 */
export function documentKeyId({ id, use, publicKey, certificate }: DocumentKey): string {
  if (use === 'shc') return cardKeyId(publicKey);
  if (use === 'vds-nc' || !certificate) return id;
  return createHash('sha256').update(certificate).digest().subarray(0, 8).toString('base64');
}

/**
 * Opens a document key of the registry.
 *
 * @throws KeyError or TokenError where this process cannot sign with it: says why, and what would be right.
 */
export async function openDocumentSigner(
  db: Kysely<Tables>,
  key: DocumentKey,
  pack: CountryPack,
  sources: Pick<KeySources, 'token'>,
  setting: Pick<KeySetting, 'sealing' | 'token'>,
): Promise<DocumentSigner> {
  const { id, certificate, validUntil } = key;
  const verificationMethod = methodOf(pack, id);
  const signer =
    key.kept === 'token'
      ? await signerInToken({ id, verificationMethod }, sources, setting)
      : await signerInMemory(db, key, verificationMethod, setting);
  return {
    ...signer,
    algorithm: 'ES256',
    keyId: documentKeyId(key),
    ...(certificate ? { certificate: new Uint8Array(certificate) } : {}),
    certificateUntil: validUntil?.getTime() ?? Number.POSITIVE_INFINITY,
  };
}

async function signerInMemory(
  db: Kysely<Tables>,
  { id, kept: place, development }: DocumentKey,
  verificationMethod: string,
  { sealing = {} }: Pick<KeySetting, 'sealing'>,
): Promise<Signer> {
  const kept = await keptDocumentKey(db, id);
  if (!kept) throw new KeyError(`The registry has no document key ${id}.`);
  const pkcs8 = place === 'sealed' ? await unseal(kept, id, sealing) : kept;
  const opened = importDer(pkcs8, `Document key ${id} of the registry`, development);
  pkcs8.fill(0);
  if (opened.id !== id || opened.algorithm !== 'ES256') {
    throw new KeyError(`What the registry keeps as document key ${id} is another key, ${opened.id}.`);
  }
  return signerFor(opened, verificationMethod);
}
