import { ifReadable } from '../../if-readable.ts';
import { load } from '../../load.ts';
import type { LoadedKey } from './import-with.ts';

/**
 * Loads an Ed25519 or P-256 key where WebCrypto lacks the algorithm (Ed25519 on older phones) or is not there at all
 * (pages without HTTPS). Verifies as WebCrypto does: strictly by RFC 8032; ECDSA with either form of s.
 *
 * @param der SubjectPublicKeyInfo.
 * @returns undefined where the bytes are no point of the curve.
 * @throws CodeNotLoadedError where the curve cannot be loaded.
 */
export async function loadWithoutWebCrypto(
  der: Uint8Array,
  algorithm: 'EdDSA' | 'ES256',
): Promise<LoadedKey | undefined> {
  if (algorithm === 'EdDSA') {
    const ed25519 = await load(() => import('@noble/curves/ed25519.js').then(({ ed25519 }) => ed25519));
    const point = der.slice(-32);
    if (!ifReadable(() => ed25519.Point.fromBytes(point))) return undefined;
    return {
      bits: undefined,
      verify: (signature, bytes) =>
        ifReadable(() =>
          ed25519.verify(Uint8Array.from(signature), Uint8Array.from(bytes), point, { zip215: false }),
        ) ?? false,
    };
  }
  const p256 = await load(() => import('@noble/curves/nist.js').then(({ p256 }) => p256));
  const point = der.slice(-65);
  if (!ifReadable(() => p256.Point.fromBytes(point))) return undefined;
  return {
    bits: undefined,
    verify: (signature, bytes) =>
      ifReadable(() =>
        p256.verify(Uint8Array.from(signature), Uint8Array.from(bytes), point, { lowS: false }),
      ) ?? false,
  };
}
