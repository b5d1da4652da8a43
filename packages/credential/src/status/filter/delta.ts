import { areSorted, findRecord, maxRecords, type RecordShape, sortRecords } from '../sorted-records.ts';
import { saltedHash } from './filter-key.ts';
import { MalformedStatusError } from './malformed-status-error.ts';

/** `MSD` and the version of the format. */
const head = [0x4d, 0x53, 0x44, 1];
/**
 * Of the hash: an id in force of a hundred million is taken for one of a million entries in one delta of ten thousand
 * million.
 */
const hashLength = 10;
const recordLength = hashLength + 1;
const shape: RecordShape = { hashLength, recordLength };
const maxReason = 15;

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
  if (entries.length > maxRecords) throw new RangeError(`A delta has at most ${maxRecords} entries.`);
  const records = new Uint8Array(entries.length * recordLength);
  for (const [place, { certificateId, reason }] of entries.entries()) {
    if (!Number.isInteger(reason) || reason < 0 || reason > maxReason) {
      throw new RangeError(`A reason is an integer of 0 to ${maxReason}, not ${reason}.`);
    }
    const hash = saltedHash(salt, certificateId);
    const at = place * recordLength;
    for (let n = 0; n < hashLength; n += 1) records[at + n] = hash[n] as number;
    records[at + hashLength] = reason;
  }
  const sorted = sortRecords(records, shape);
  const bytes = new Uint8Array(head.length + sorted.length);
  bytes.set(head);
  bytes.set(sorted, head.length);
  return bytes;
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
  if (size > maxRecords) throw new MalformedStatusError(`A delta has at most ${maxRecords} records.`);
  for (let at = 0; at < records.length; at += recordLength) {
    if ((records[at + hashLength] as number) > maxReason) {
      throw new MalformedStatusError(`A reason is at most ${maxReason}.`);
    }
  }
  if (!areSorted(records, shape)) {
    throw new MalformedStatusError('The records of the delta are not sorted, or one stands twice.');
  }
  return { size, records };
}

/**
 * Why a certificate was revoked after the filter was built; undefined where it was not.
 *
 * @param salt the one that the delta was encoded with.
 */
export function lookUpDelta(
  { records }: DeltaBody,
  salt: Uint8Array,
  certificateId: string,
): number | undefined {
  const at = findRecord(records, saltedHash(salt, certificateId), shape);
  return at === undefined ? undefined : records[at + hashLength];
}
