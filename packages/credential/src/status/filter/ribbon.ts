import type { FilterKey } from './filter-key.ts';
import { blockOf, parity, rowCoefficients, rowStart, rowWidth, seedOffset } from './ribbon-row.ts';

/**
 * A function from keys to values of a few bits that keeps the values and not the keys: for a key that it was not built
 * with, it gives any value. (A ribbon: Dillinger and Walzer, arXiv:2103.02515, in blocks that are solved one by one.)
 *
 * Each block is `bits` vectors over GF(2), one after another, each `lengths[block]` bits long. Bit n of a value
 * is the product of the key's row with vector n.
 */
export interface Ribbon {
  /** Of a value: 1–{@link maxValueBits}. */
  readonly bits: number;
  /** Columns of each block; also how many blocks there are. */
  readonly lengths: Uint16Array;
  readonly seeds: Uint8Array;
  /** The first bit of each block in `words`. */
  readonly offsets: Uint32Array;
  /** All blocks without gaps: bit n is bit n mod 32 of word ⌊n / 32⌋. A few words longer than the bits. */
  readonly words: Int32Array;
}

export const maxValueBits = 20;
export const maxBlocks = 2 ** 20;
/** Of all blocks together: half a gigabyte. */
export const maxRibbonBits = 2 ** 32 - 1;

/** A row is read as five words, the last of which may lie behind the last bit. */
const wordsBehind = rowWidth / 32 + 1;

/** Words, all zero, that hold so many bits. */
export const ribbonWords = (bits: number): Int32Array => new Int32Array(Math.ceil(bits / 32) + wordsBehind);

/** The first bit of each block, and behind the last one, the end. */
export function blockOffsets(bits: number, lengths: Uint16Array): { offsets: Uint32Array; end: number } {
  const offsets = new Uint32Array(lengths.length);
  let end = 0;
  for (let block = 0; block < lengths.length; block += 1) {
    offsets[block] = end;
    end += (lengths[block] as number) * bits;
  }
  return { offsets, end };
}

/** Whether a ribbon has a value for a key. Stops at the first bit that differs; allocates nothing. */
export function hasValue(ribbon: Ribbon, key: FilterKey, value: number): boolean {
  const { words, bits } = ribbon;
  const block = blockOf(key, ribbon.lengths.length);
  const length = ribbon.lengths[block] as number;
  const offset = seedOffset(ribbon.seeds[block] as number);
  const c0 = rowCoefficients(key.w0, 0, offset, length);
  const c1 = rowCoefficients(key.w1, 1, offset, length);
  const c2 = rowCoefficients(key.w2, 2, offset, length);
  const c3 = rowCoefficients(key.w3, 3, offset, length);
  let bit = (ribbon.offsets[block] as number) + rowStart(key, offset, length);
  for (let n = 0; n < bits; n += 1, bit += length) {
    const at = bit >>> 5;
    const shift = bit & 31;
    const v0 = words[at] as number;
    const v1 = words[at + 1] as number;
    const v2 = words[at + 2] as number;
    const v3 = words[at + 3] as number;
    const sum =
      shift === 0
        ? (c0 & v0) ^ (c1 & v1) ^ (c2 & v2) ^ (c3 & v3)
        : (c0 & ((v0 >>> shift) | (v1 << -shift))) ^
          (c1 & ((v1 >>> shift) | (v2 << -shift))) ^
          (c2 & ((v2 >>> shift) | (v3 << -shift))) ^
          (c3 & ((v3 >>> shift) | ((words[at + 4] as number) << -shift)));
    if (parity(sum) !== ((value >>> n) & 1)) return false;
  }
  return true;
}
