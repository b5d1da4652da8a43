import type { SignatureAlgorithm } from './signer.ts';

/** A public key, ready to verify with. */
export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  readonly key: CryptoKey;
}

/** The algorithm's parameters for WebCrypto, at import and at use. */
const webCrypto = {
  EdDSA: { import: { name: 'Ed25519' }, verify: [{ name: 'Ed25519' }] },
  ES256: {
    import: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: [{ name: 'ECDSA', hash: 'SHA-256' }],
  },
  PS256: {
    import: { name: 'RSA-PSS', hash: 'SHA-256' },
    // RFC 7518 wants a salt of 32 bytes; the OpenSSL default of DIVOC's first signers was the longest.
    verify: [
      { name: 'RSA-PSS', saltLength: 32 },
      { name: 'RSA-PSS', saltLength: 222 },
    ],
  },
} as const;

/** Object identifiers in a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), DER in hexadecimal. */
const algorithmOf = (spki: Uint8Array): SignatureAlgorithm | undefined => {
  const head = Array.from(spki.subarray(0, 40), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (head.includes('06032b6570')) return 'EdDSA';
  if (head.includes('06072a8648ce3d020106082a8648ce3d030107')) return 'ES256';
  if (head.includes('06092a864886f70d010101')) return 'PS256';
  return undefined;
};

/**
 * Imports a public key: PEM (`BEGIN PUBLIC KEY`) or its DER.
 *
 * @returns undefined where it is not an Ed25519, P-256 or RSA (2048 to 4096 bits) key.
 */
export async function importPublicKey(source: string | Uint8Array): Promise<PublicKey | undefined> {
  try {
    const der = typeof source === 'string' ? fromPem(source) : source;
    const algorithm = algorithmOf(der);
    if (!algorithm) return undefined;
    const bytes = Uint8Array.from(der);
    const key = await crypto.subtle.importKey('spki', bytes, webCrypto[algorithm].import, true, ['verify']);
    if (algorithm === 'PS256') {
      const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
      if (modulusLength < 2048 || modulusLength > 4096) return undefined;
    }
    return { algorithm, key };
  } catch {
    return undefined;
  }
}

function fromPem(pem: string): Uint8Array {
  const match = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem);
  if (!match?.[1]) throw new TypeError('not a PEM public key');
  return Uint8Array.from(atob(match[1].replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
}

/** Whether a signature over the bytes is the key's. Any malformed signature is just not one. */
export async function verifySignature(
  publicKey: PublicKey,
  signature: Uint8Array,
  bytes: Uint8Array,
): Promise<boolean> {
  for (const parameters of webCrypto[publicKey.algorithm].verify) {
    const holds = await crypto.subtle
      .verify(parameters, publicKey.key, Uint8Array.from(signature), Uint8Array.from(bytes))
      .catch(() => false);
    if (holds) return true;
  }
  return false;
}
