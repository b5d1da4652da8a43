import { saltedHash, wordAt } from './filter-key.ts';
import { MalformedStatusError } from './malformed-status-error.ts';

/** `MSD` and the version of the format. */
const head = [0x4d, 0x53, 0x44, 1];
/**
 * Of the hash: an id in force of a hundred million is taken for one of a million entries in one delta of ten thousand
 * million.
 */
const hashLength = 10;
const recordLength = hashLength + 1;
const maxReason = 15;
/** So that a place fits beside {@link prefixBits} bits of hash into a number's 53. */
const maxEntries = 2 ** 24;
const prefixBits = 29;

/** A certificate that was revoked after a filter was built. */
export interface DeltaEntry {
  readonly certificateId: string;
  /** 0–15; what a reason means is for the one who publishes to say. */
  readonly reason: number;
}

/** What was revoked after a filter was built: records of 11 bytes, sorted. */
export interface DeltaBody {
  readonly size: number;
  readonly records: Uint8Array;
}

/**
 * Writes a delta as docs/verifiers/status-filter.md has it. Equal entries give equal bytes, in whatever order ids come;
 * an id that is named twice has its last reason.
 *
 * @param salt the 16 bytes of the filter that it goes with.
 * @throws RangeError for a reason that is not an integer of 0–15, a salt of another length, more than 2²⁴ entries.
 */
export function encodeDelta(entries: readonly DeltaEntry[], salt: Uint8Array): Uint8Array {
  if (entries.length > maxEntries) throw new RangeError(`A delta has at most ${maxEntries} entries.`);
  const records = new Uint8Array(entries.length * recordLength);
  // Numbers sort much faster than records: the first bits of the hash, and behind them the record's place.
  const order = new Float64Array(entries.length);
  for (const [place, { certificateId, reason }] of entries.entries()) {
    if (!Number.isInteger(reason) || reason < 0 || reason > maxReason) {
      throw new RangeError(`A reason is an integer of 0 to ${maxReason}, not ${reason}.`);
    }
    const hash = saltedHash(salt, certificateId);
    const at = place * recordLength;
    for (let n = 0; n < hashLength; n += 1) records[at + n] = hash[n] as number;
    records[at + hashLength] = reason;
    const prefix = wordAt(hash, 0) >>> (32 - prefixBits);
    order[place] = prefix * maxEntries + place;
  }
  order.sort();
  const places = Uint32Array.from(order, (number) => number % maxEntries);
  settleTies(records, places);

  const bytes = new Uint8Array(head.length + records.length);
  bytes.set(head);
  let end = head.length;
  for (const [n, place] of places.entries()) {
    const next = places[n + 1];
    const at = place * recordLength;
    if (next !== undefined && compareHashes(records, at, records, next * recordLength) === 0) continue;
    bytes.set(records.subarray(at, at + recordLength), end);
    end += recordLength;
  }
  return bytes.slice(0, end);
}

/**
 * Reads a delta.
 *
 * @throws MalformedStatusError for anything that {@link encodeDelta} does not write.
 */
export function decodeDelta(bytes: Uint8Array): DeltaBody {
  if (head.some((byte, n) => byte !== bytes[n])) {
    throw new MalformedStatusError('This is not a delta of a known version.');
  }
  const records = bytes.slice(head.length);
  const size = records.length / recordLength;
  if (!Number.isInteger(size)) throw new MalformedStatusError('The delta ends within a record.');
  if (size > maxEntries) throw new MalformedStatusError(`A delta has at most ${maxEntries} records.`);
  for (let at = 0; at < records.length; at += recordLength) {
    if ((records[at + hashLength] as number) > maxReason) {
      throw new MalformedStatusError(`A reason is at most ${maxReason}.`);
    }
    if (at > 0 && compareHashes(records, at - recordLength, records, at) >= 0) {
      throw new MalformedStatusError('The records of the delta are not sorted, or one stands twice.');
    }
  }
  return { size, records };
}

/**
 * Why a certificate was revoked after the filter was built; undefined where it was not.
 *
 * @param salt the one that the delta was encoded with.
 */
export function lookUpDelta(
  { size, records }: DeltaBody,
  salt: Uint8Array,
  certificateId: string,
): number | undefined {
  const hash = saltedHash(salt, certificateId);
  let [from, to] = [0, size];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const order = compareHashes(records, middle * recordLength, hash, 0);
    if (order === 0) return records[middle * recordLength + hashLength];
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return undefined;
}

/** Sorts what the first bits left in the order of places: few and short runs, so by insertion. */
function settleTies(records: Uint8Array, places: Uint32Array): void {
  for (let n = 1; n < places.length; n += 1) {
    const place = places[n] as number;
    let to = n;
    while (
      to > 0 &&
      compareHashes(records, (places[to - 1] as number) * recordLength, records, place * recordLength) > 0
    ) {
      places[to] = places[to - 1] as number;
      to -= 1;
    }
    places[to] = place;
  }
}

/** Below 0, 0 or above 0, as the hash at a place of one array is before, equal to or after that of another. */
function compareHashes(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let n = 0; n < hashLength; n += 1) {
    const order = (a[atA + n] as number) - (b[atB + n] as number);
    if (order !== 0) return order;
  }
  return 0;
}
