import { sha256 } from '#sha256';
import { wordAt } from '../sorted-records.ts';

/** Bytes of a filter's salt. */
export const saltLength = 16;

/** What stands for a certificate in a filter: four words of 32 bits, as signed integers. */
export interface FilterKey {
  readonly w0: number;
  readonly w1: number;
  readonly w2: number;
  readonly w3: number;
}

const encoder = new TextEncoder();
const usualIdLength = 64;
/** Reused by every call: a filter is built from a hundred million ids. */
const usualInput = new Uint8Array(saltLength + 3 * usualIdLength);

/** SHA-256 of the salt and the id's UTF-8 bytes: 32 bytes. */
export function saltedHash(salt: Uint8Array, certificateId: string): Uint8Array {
  if (salt.length !== saltLength) throw new RangeError(`A filter's salt has ${saltLength} bytes.`);
  const input =
    certificateId.length <= usualIdLength
      ? usualInput
      : new Uint8Array(saltLength + 3 * certificateId.length);
  input.set(salt);
  const { written } = encoder.encodeInto(certificateId, input.subarray(saltLength));
  return sha256(input.subarray(0, saltLength + written));
}

/**
 * The key of a certificate: the first 16 bytes of {@link saltedHash}, as four big-endian words.
 *
 * @param salt 16 bytes.
 * @throws RangeError for a salt of another length.
 */
export function filterKey(salt: Uint8Array, certificateId: string): FilterKey {
  const hash = saltedHash(salt, certificateId);
  return { w0: wordAt(hash, 0), w1: wordAt(hash, 4), w2: wordAt(hash, 8), w3: wordAt(hash, 12) };
}
