import { createPublicKey, verify } from 'node:crypto';
import type { Signer } from '@mohar/credential/proofs/signer.ts';
import type { Handle } from 'pkcs11js';
import type { Cryptoki } from './cryptoki.ts';
import { findPrivateKey, type TokenKey } from './key-pairs.ts';
import type { SessionPool } from './session-pool.ts';
import type { SigningMechanism } from './signing-mechanisms.ts';
import { TokenError, worded } from './token-error.ts';

/** A session of a token that signs. */
export interface SigningSession {
  readonly handle: Handle;
  /** Handles of private keys that were looked up on this session. */
  readonly privateKeys: Map<TokenKey, Handle>;
  /** What the token is reading and writing: `pkcs11js` does not keep it from the garbage collector. */
  inUse: readonly Buffer[];
}

/** Longer than any signature: RSA with 8192 bits. */
const signatureRoom = 1024;

const verification = {
  EdDSA: { digest: null, options: {} },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  // 6: RSA_PKCS1_PSS_PADDING.
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

/**
 * A signer with a key of a token. Its first signature is verified with the public key: what a token does not do as
 * the standard says is found before a certificate goes out.
 *
 * @param tokenLabel for errors.
 */
export function createTokenSigner(
  cryptoki: Cryptoki,
  sessions: SessionPool<SigningSession>,
  tokenLabel: string,
  key: TokenKey,
  verificationMethod: string,
  { mechanism, input, signature }: SigningMechanism,
): Signer {
  let proven = false;

  const prove = (bytes: Uint8Array, made: Uint8Array) => {
    const { digest, options } = verification[key.algorithm];
    proven = verify(digest, bytes, { key: createPublicKey(key.publicKeyPem), ...options }, made);
    if (proven) return;
    throw new TokenError(
      `What token “${tokenLabel}” signs with its key “${key.label}” does not verify with the public key of CKA_ID ${key.id}: they are no pair, or the token makes signatures of another form.`,
    );
  };

  return {
    algorithm: key.algorithm,
    verificationMethod,
    sign: async (bytes) => {
      const data = input(bytes);
      try {
        const made = await sessions.use(async (session) => {
          const room = Buffer.alloc(signatureRoom);
          cryptoki.C_SignInit(session.handle, mechanism, privateKeyOn(session));
          session.inUse = [data, room];
          try {
            return signature(await cryptoki.C_SignAsync(session.handle, data, room));
          } finally {
            session.inUse = [];
          }
        });
        if (!proven) prove(bytes, made);
        return made;
      } catch (error) {
        throw worded(`Token “${tokenLabel}” did not sign with its key “${key.label}”`, error);
      }
    },
  };

  function privateKeyOn(session: SigningSession): Handle {
    let handle = session.privateKeys.get(key);
    if (!handle) {
      handle = findPrivateKey(cryptoki, session.handle, key);
      session.privateKeys.set(key, handle);
    }
    return handle;
  }
}
