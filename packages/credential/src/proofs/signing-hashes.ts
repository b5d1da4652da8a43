import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of the canonical proof options, then SHA-256 of the canonical document: 64 bytes, what is signed. */
export function signingHashes(proofOptions: string, document: string): Uint8Array {
  const encoder = new TextEncoder();
  const hashes = new Uint8Array(64);
  hashes.set(sha256(encoder.encode(proofOptions)));
  hashes.set(sha256(encoder.encode(document)), 32);
  return hashes;
}
