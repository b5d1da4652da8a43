import type { Signer } from '@mohar/credential/proofs/signer.ts';
import type { NewDocumentKey } from '../../registry/document-keys.ts';
import type { DocumentKeyUse } from '../../registry/tables.ts';
import { signerFor } from '../../signing/issuer-key.ts';
import { makeKey } from '../../signing/key-store.ts';
import type { Token } from '../../signing/pkcs11/token.ts';
import { seal } from '../../signing/sealing.ts';
import { type KeySetting, tokenKeyId } from '../key-sources.ts';

/** A key pair that was made for documents. */
export interface DocumentKeyPair {
  /** As the registry keeps it, without a certificate yet. */
  readonly key: Omit<NewDocumentKey, 'window' | 'certificate' | 'authority'>;
  /** Signs with it (ES256). */
  readonly sign: Signer['sign'];
}

/**
 * Makes a P-256 key pair: in a token, or sealed; plain only where nothing is configured, for trying out.
 *
 * @throws KeyError where there is nothing to seal it with; TokenError.
 */
export async function makeDocumentKeyPair(
  use: DocumentKeyUse,
  token: Token | undefined,
  { production, sealing }: Pick<KeySetting, 'production' | 'sealing'>,
  now: Date,
): Promise<DocumentKeyPair> {
  const facts = { use, events: [], createdAt: now };
  if (token) {
    const made = await token.generate({ algorithm: 'ES256', label: `mohar-${use}-${now.toISOString()}` });
    const id = tokenKeyId(made);
    return {
      key: { ...facts, id, publicKey: made.publicKeyPem, kept: 'token', development: false },
      sign: token.signerOf(made, id).sign,
    };
  }
  const made = makeKey('ES256');
  const { id, publicKeyPem: publicKey } = made;
  const pkcs8 = made.privateKey.export({ type: 'pkcs8', format: 'der' });
  const plain = sealing === undefined && !production;
  const privateKey = plain ? pkcs8 : await seal(pkcs8, id, sealing ?? {});
  return {
    key: { ...facts, id, publicKey, kept: plain ? 'plain' : 'sealed', privateKey, development: plain },
    sign: signerFor(made, id).sign,
  };
}
