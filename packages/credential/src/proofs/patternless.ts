import { sha256 } from '#sha256';

/**
 * Bytes that pack as badly as a signature, in its place, to measure what is not signed yet. Always the same, so that the
 * same record has the same size each time.
 */
export function patternless(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  // SHA-256 counts as patternless.
  for (let part = 0; part * 32 < length; part += 1) {
    bytes.set(sha256(`${part + 1}`).subarray(0, length - part * 32), part * 32);
  }
  return bytes;
}
