import type { LoadedKey } from './import-with.ts';

/**
 * Loads an Ed25519 or P-256 key where WebCrypto lacks the algorithm (Ed25519 on older phones) or is not there at all
 * (pages without HTTPS). Verifies as WebCrypto does: strictly by RFC 8032; ECDSA with either form of s.
 *
 * @param der SubjectPublicKeyInfo.
 * @returns undefined where the bytes are no point of the curve.
 * @throws the loader's error, where the curve cannot be loaded.
 */
export async function loadWithoutWebCrypto(
  der: Uint8Array,
  algorithm: 'EdDSA' | 'ES256',
): Promise<LoadedKey | undefined> {
  if (algorithm === 'EdDSA') {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    const point = der.slice(-32);
    if (!attempt(() => ed25519.Point.fromBytes(point))) return undefined;
    return {
      bits: undefined,
      verify: (signature, bytes) =>
        attempt(() =>
          ed25519.verify(Uint8Array.from(signature), Uint8Array.from(bytes), point, { zip215: false }),
        ),
    };
  }
  const { p256 } = await import('@noble/curves/nist.js');
  const point = der.slice(-65);
  if (!attempt(() => p256.Point.fromBytes(point))) return undefined;
  return {
    bits: undefined,
    verify: (signature, bytes) =>
      attempt(() => p256.verify(Uint8Array.from(signature), Uint8Array.from(bytes), point, { lowS: false })),
  };
}

/** A malformed signature is just not one, and neither is a point. */
function attempt<Result>(read: () => Result): Result | false {
  try {
    return read();
  } catch {
    return false;
  }
}
