import { base58 } from '@scure/base';
import type { TrustedKey } from './trust-list.ts';

/** Multicodec prefixes (did:key 0.9, section 3.1.2), and the SubjectPublicKeyInfo that the bare key goes into. */
const kinds = [
  { prefix: [0xed, 0x01], length: 32, spki: '302a300506032b6570032100' },
  // P-256 with its point compressed (RFC 5480, section 2.2).
  { prefix: [0x80, 0x24], length: 33, spki: '3039301306072a8648ce3d020106082a8648ce3d030107032200' },
] as const;

/**
 * The key that a `did:key` verification method stands for. It proves who signed only as far as whoever holds the
 * key: it is nobody's word that the key is to be trusted.
 *
 * @returns undefined for other methods, and for kinds of key that no certificate is signed with.
 */
export function keyOfDidKey(verificationMethod: string): TrustedKey | undefined {
  const multibase = /^did:key:z([1-9A-HJ-NP-Za-km-z]{40,60})(#|$)/.exec(verificationMethod)?.[1];
  if (multibase === undefined) return undefined;
  const bytes = base58.decode(multibase);
  const kind = kinds.find(
    ({ prefix, length }) => bytes.length === length + 2 && bytes[0] === prefix[0] && bytes[1] === prefix[1],
  );
  if (!kind) return undefined;
  const head = Uint8Array.from(kind.spki.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const publicKey = new Uint8Array([...head, ...bytes.subarray(2)]);
  return { issuerName: 'did:key', verificationMethod, publicKey };
}
