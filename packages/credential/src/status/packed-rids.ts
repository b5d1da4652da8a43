import { sha256 } from '#sha256';
import { MalformedListError } from '../errors.ts';
import { areSorted, findRecord, maxRecords, type RecordShape, sortRecords } from './sorted-records.ts';

/** `MSR`, and the version of the format. */
const head = [0x4d, 0x53, 0x52, 1];
const countAt = head.length;
const recordsAt = countAt + 4;
/**
 * Of the hash: one card of a hundred thousand million in force is taken for one of a list of half a million. An id itself
 * has 64 bits, as the specification recommends it.
 */
const hashLength = 7;
const timeLength = 5;
/** How many a list can have. */
export const maxRids = maxRecords;
const always: RecordShape = { hashLength, recordLength: hashLength };
const before: RecordShape = { hashLength, recordLength: hashLength + timeLength };

/**
 * Packs the ids of revoked cards (`rid`) for phones: sorted hashes of 7 bytes, and 5 bytes more for an id that counts up to
 * a time (docs/verifiers/status.md). Equal lists give equal bytes, in whatever order.
 *
 * @param revokedBefore by id: until when its cards were revoked, whole seconds in milliseconds since 1970; Infinity: all.
 * @throws RangeError for more than 2²⁴ ids of a kind.
 */
export function packRids(revokedBefore: ReadonlyMap<string, number>): Uint8Array {
  const entries = [...revokedBefore];
  const lasting = packed(
    entries.filter(([, time]) => time === Number.POSITIVE_INFINITY),
    always,
  );
  const timed = packed(
    entries.filter(([, time]) => time !== Number.POSITIVE_INFINITY),
    before,
  );
  const bytes = new Uint8Array(recordsAt + lasting.length + timed.length);
  bytes.set(head);
  new DataView(bytes.buffer).setUint32(countAt, lasting.length / always.recordLength);
  bytes.set(lasting, recordsAt);
  bytes.set(timed, recordsAt + lasting.length);
  return bytes;
}

/**
 * Opens packed ids.
 *
 * @returns until when the cards of an id were revoked, milliseconds since 1970; undefined where they were not.
 * @throws MalformedListError for anything that {@link packRids} does not write.
 */
export function openPackedRids(bytes: Uint8Array): (rid: string) => number | undefined {
  if (bytes.length < recordsAt || head.some((byte, n) => byte !== bytes[n])) {
    throw new MalformedListError('It is no list of packed ids of a known version.');
  }
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(countAt);
  const timedAt = recordsAt + count * always.recordLength;
  const lasting = bytes.subarray(recordsAt, timedAt);
  const timed = bytes.subarray(timedAt);
  const isWhole = timedAt <= bytes.length && timed.length % before.recordLength === 0;
  if (!isWhole || !areSorted(lasting, always) || !areSorted(timed, before)) {
    throw new MalformedListError('Its packed ids are cut, or not sorted.');
  }
  return (rid) => {
    const hash = hashOf(rid);
    if (findRecord(lasting, hash, always) !== undefined) return Number.POSITIVE_INFINITY;
    const at = findRecord(timed, hash, before);
    return at === undefined ? undefined : secondsAt(timed, at + hashLength) * 1000;
  };
}

function packed(entries: readonly (readonly [string, number])[], shape: RecordShape): Uint8Array {
  const { recordLength } = shape;
  if (entries.length > maxRecords) throw new RangeError(`A list has at most ${maxRecords} ids of a kind.`);
  const records = new Uint8Array(entries.length * recordLength);
  for (const [n, [rid, time]] of entries.entries()) {
    records.set(hashOf(rid), n * recordLength);
    let seconds = time / 1000;
    for (let at = recordLength - 1; at >= hashLength; at -= 1) {
      records[n * recordLength + at] = seconds % 256;
      seconds = Math.floor(seconds / 256);
    }
  }
  return sortRecords(records, shape);
}

const hashOf = (rid: string): Uint8Array => sha256(new TextEncoder().encode(rid)).subarray(0, hashLength);

function secondsAt(records: Uint8Array, at: number): number {
  let seconds = 0;
  for (let n = 0; n < timeLength; n += 1) seconds = seconds * 256 + (records[at + n] as number);
  return seconds;
}
