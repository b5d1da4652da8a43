/** Bytes of a record: first a hash, by which records are sorted and found, then what belongs to it. */
export interface RecordShape {
  /** Four at least. */
  readonly hashLength: number;
  readonly recordLength: number;
}

/** So that a place fits beside {@link prefixBits} bits of hash into a number's 53. */
export const maxRecords = 2 ** 24;
const prefixBits = 29;

/**
 * Sorts records by their hashes; of those with the same hash, the last one stays. Equal records give equal bytes, in whatever
 * order they come.
 *
 * @param records at most {@link maxRecords}.
 */
export function sortRecords(records: Uint8Array, shape: RecordShape): Uint8Array {
  const { recordLength } = shape;
  const count = records.length / recordLength;
  // Numbers sort much faster than records: the first bits of the hash, and behind them the record's place.
  const order = new Float64Array(count);
  for (let place = 0; place < count; place += 1) {
    const prefix = wordAt(records, place * recordLength) >>> (32 - prefixBits);
    order[place] = prefix * maxRecords + place;
  }
  order.sort();
  const places = Uint32Array.from(order, (number) => number % maxRecords);
  settleTies(records, places, shape);

  const sorted = new Uint8Array(records.length);
  let end = 0;
  for (const [n, place] of places.entries()) {
    const next = places[n + 1];
    const at = place * recordLength;
    if (next !== undefined && compareHashes(records, at, records, next * recordLength, shape) === 0) continue;
    sorted.set(records.subarray(at, at + recordLength), end);
    end += recordLength;
  }
  return sorted.slice(0, end);
}

/** Whether records are in the order of their hashes, each once. */
export function areSorted(records: Uint8Array, shape: RecordShape): boolean {
  const { recordLength } = shape;
  for (let at = recordLength; at < records.length; at += recordLength) {
    if (compareHashes(records, at - recordLength, records, at, shape) >= 0) return false;
  }
  return true;
}

/** Where in sorted records that of a hash begins; undefined where there is none. */
export function findRecord(records: Uint8Array, hash: Uint8Array, shape: RecordShape): number | undefined {
  const { recordLength } = shape;
  let [from, to] = [0, records.length / recordLength];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const order = compareHashes(records, middle * recordLength, hash, 0, shape);
    if (order === 0) return middle * recordLength;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return undefined;
}

/** Four bytes, the most significant first, as a signed integer. */
export const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);

/** Sorts what the first bits left in the order of places: few and short runs, so by insertion. */
function settleTies(records: Uint8Array, places: Uint32Array, shape: RecordShape): void {
  const { recordLength } = shape;
  for (let n = 1; n < places.length; n += 1) {
    const place = places[n] as number;
    let to = n;
    while (
      to > 0 &&
      compareHashes(
        records,
        (places[to - 1] as number) * recordLength,
        records,
        place * recordLength,
        shape,
      ) > 0
    ) {
      places[to] = places[to - 1] as number;
      to -= 1;
    }
    places[to] = place;
  }
}

/** Below 0, 0 or above 0, as the hash at a place of one array is before, equal to or after that of another. */
function compareHashes(
  a: Uint8Array,
  atA: number,
  b: Uint8Array,
  atB: number,
  { hashLength }: RecordShape,
): number {
  for (let n = 0; n < hashLength; n += 1) {
    const order = (a[atA + n] as number) - (b[atB + n] as number);
    if (order !== 0) return order;
  }
  return 0;
}
