/** First and last of each run of code points, in order. */
export type CodePointRanges = readonly (readonly [first: number, last: number])[];

/**
 * The code points that fonts have a glyph for, by their tables `cmap` (ISO/IEC 14496-22, 5.2.1; formats 4 and 12, which fonts of
 * today have).
 *
 * @param fonts bytes of TrueType and OpenType files, collections among them; what is none has no characters.
 */
export function charactersOf(fonts: Iterable<Uint8Array>): CodePointRanges {
  const runs: [number, number][] = [];
  for (const { buffer, byteOffset, byteLength } of fonts) {
    for (const found of runsIn(new DataView(buffer, byteOffset, byteLength))) runs.push(found);
  }
  const joined: [number, number][] = [];
  for (const [first, last] of runs.sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

type Run = [first: number, last: number];

/** A table that ends too early has what was found until then. */
function* runsIn(file: DataView): Generator<Run, void, void> {
  try {
    for (const font of fontsIn(file)) {
      for (const table of unicodeTables(file, font)) {
        const format = file.getUint16(table);
        if (format === 4) yield* segments(file, table);
        else if (format === 12) yield* groups(file, table);
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

const tag = (text: string): number => Buffer.from(text, 'latin1').readUInt32BE();
const collection = tag('ttcf');
const versions = [0x00_01_00_00, tag('OTTO'), tag('true')];

/** Where the fonts of a file begin. */
function fontsIn(file: DataView): number[] {
  const begins =
    file.getUint32(0) === collection
      ? Array.from({ length: Math.min(file.getUint32(8), 100) }, (_, n) => file.getUint32(12 + 4 * n))
      : [0];
  return begins.filter((begin) => versions.includes(file.getUint32(begin)));
}

/** Where a font's tables of Unicode's code points begin. */
function* unicodeTables(file: DataView, font: number): Generator<number, void, void> {
  const tables = file.getUint16(font + 4);
  for (let n = 0; n < tables; n += 1) {
    const entry = font + 12 + 16 * n;
    if (file.getUint32(entry) !== tag('cmap')) continue;
    const cmap = file.getUint32(entry + 8);
    const encodings = file.getUint16(cmap + 2);
    for (let e = 0; e < encodings; e += 1) {
      const at = cmap + 4 + 8 * e;
      const [platform, encoding] = [file.getUint16(at), file.getUint16(at + 2)];
      // Unicode, but for variation sequences; and Windows, of Unicode.
      if ((platform === 0 && encoding !== 5) || (platform === 3 && (encoding === 1 || encoding === 10)))
        yield cmap + file.getUint32(at + 4);
    }
  }
}

/** Format 4: segments of the Basic Multilingual Plane. */
function* segments(file: DataView, table: number): Generator<Run, void, void> {
  const size = file.getUint16(table + 6);
  const ends = table + 14;
  const [starts, deltas, offsets] = [ends + size + 2, ends + 2 * size + 2, ends + 3 * size + 2];
  let before = -1;
  for (let n = 0; n < size; n += 2) {
    const [first, last] = [file.getUint16(starts + n), file.getUint16(ends + n)];
    // In order, so that no file makes this long.
    if (first <= before || last < first) return;
    before = last;
    const [delta, offset] = [file.getUint16(deltas + n), file.getUint16(offsets + n)];
    for (let point = first; point <= Math.min(last, 0xff_fe); point += 1) {
      const listed = offset === 0 ? point : file.getUint16(offsets + n + offset + 2 * (point - first));
      // Glyph 0 is the box of what a font has not.
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xff_ff;
      if (glyph !== 0) yield [point, point];
    }
  }
}

/** Format 12: groups of all of Unicode. */
function* groups(file: DataView, table: number): Generator<Run, void, void> {
  const count = file.getUint32(table + 12);
  for (let n = 0; n < count; n += 1) {
    const at = table + 16 + 12 * n;
    const first = file.getUint32(at) + (file.getUint32(at + 8) === 0 ? 1 : 0);
    const last = Math.min(file.getUint32(at + 4), 0x10_ff_ff);
    if (first <= last) yield [first, last];
  }
}
