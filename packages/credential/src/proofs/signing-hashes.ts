import { sha256 } from '#sha256';

/**
 * What is signed: the hash of the canonical proof options, then the SHA-256 of the canonical document; 64 bytes
 * (Data Integrity 1.0, section 4.2; the suites of 2018 do the same).
 */
export function signingHashes(proofOptionsHash: Uint8Array, document: string): Uint8Array {
  const hashes = new Uint8Array(64);
  hashes.set(proofOptionsHash);
  hashes.set(sha256(document), 32);
  return hashes;
}
