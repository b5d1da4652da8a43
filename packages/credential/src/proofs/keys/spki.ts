import type { SignatureAlgorithm } from '../signer.ts';

/** The algorithm of a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), by its object identifiers; DER. */
export function algorithmOf(spki: Uint8Array): SignatureAlgorithm | undefined {
  const head = Array.from(spki.subarray(0, 40), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (head.includes('06032b6570')) return 'EdDSA';
  if (head.includes('06072a8648ce3d020106082a8648ce3d030107')) return 'ES256';
  if (head.includes('06092a864886f70d010101')) return 'PS256';
  return undefined;
}

/**
 * The DER of a public key that is given as PEM (`BEGIN PUBLIC KEY`) or as DER.
 *
 * @throws TypeError where a text is no such PEM.
 */
export function derOf(source: string | Uint8Array): Uint8Array {
  if (typeof source !== 'string') return source;
  const match = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(source);
  if (!match?.[1]) throw new TypeError('not a PEM public key');
  return Uint8Array.from(atob(match[1].replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
}
