import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ifReadable } from '../../if-readable.ts';
import { importWith } from './import-with.ts';
import { type PublicKey, saltLengths } from './public-key.ts';

/** Digest and options that `node:crypto` wants for each algorithm. */
const parameters = {
  EdDSA: { digest: null, options: [undefined] },
  ES256: { digest: 'sha256', options: [{ dsaEncoding: 'ieee-p1363' }] },
  PS256: {
    digest: 'sha256',
    options: saltLengths.map((saltLength) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })),
  },
} as const;

/**
 * Imports a public key for `node:crypto`, which verifies three times as many signatures a second as Node's
 * WebCrypto: that sends each to another thread. Otherwise as `public-key-web.ts`.
 *
 * @returns undefined where it is not an Ed25519, P-256 or RSA (2048 to 4096 bits) key.
 */
export const importPublicKey = (source: string | Uint8Array): Promise<PublicKey | undefined> =>
  importWith(source, (der, algorithm) => {
    const key = ifReadable(() => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
    if (!key) return undefined;
    const { digest, options } = parameters[algorithm];
    return {
      bits: key.asymmetricKeyDetails?.modulusLength,
      verify: (signature, bytes) => options.some((option) => holds(digest, bytes, key, option, signature)),
    };
  });

function holds(
  digest: string | null,
  bytes: Uint8Array,
  key: KeyObject,
  option: object | undefined,
  signature: Uint8Array,
): boolean {
  try {
    // Without options the key alone: Node reads an object of them member by member.
    return verify(digest, bytes, option ? { key, ...option } : key, signature);
  } catch {
    return false;
  }
}
