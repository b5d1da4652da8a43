import type { LoadedKey } from './import-with.ts';

/**
 * Loads an Ed25519 or P-256 key where WebCrypto lacks the algorithm (Ed25519 on older phones) or is not there at all
 * (pages without HTTPS). Verifies as WebCrypto does: strictly by RFC 8032; ECDSA with either form of s.
 *
 * @param der SubjectPublicKeyInfo.
 * @throws Error where the bytes are no point of the curve.
 */
export async function loadWithoutWebCrypto(
  der: Uint8Array,
  algorithm: 'EdDSA' | 'ES256',
): Promise<LoadedKey> {
  if (algorithm === 'EdDSA') {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    const point = der.slice(-32);
    ed25519.Point.fromBytes(point);
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
  p256.Point.fromBytes(point);
  return {
    bits: undefined,
    verify: (signature, bytes) =>
      attempt(() => p256.verify(Uint8Array.from(signature), Uint8Array.from(bytes), point, { lowS: false })),
  };
}

/** A malformed signature is just not one. */
function attempt(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
