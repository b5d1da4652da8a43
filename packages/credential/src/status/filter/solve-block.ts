import type { FilterKey } from './filter-key.ts';
import { parity, rowCoefficients, rowStart, seedOffset } from './ribbon-row.ts';

/** A key, and the value that a ribbon is to have for it. */
export interface Entry {
  readonly key: FilterKey;
  readonly value: number;
}

/** The equations of a block in echelon form: column n is the first of row n, and no other row starts with it. */
export interface Echelon {
  readonly length: number;
  /** Four words a row; the first has its bit 0 set, or is 0 where there is no such row. */
  readonly rows: Int32Array;
  readonly values: Int32Array;
}

/**
 * Brings the equations of a block's entries into echelon form (Gaussian elimination as they come, as a row never
 * touches a column more than 127 behind its first).
 *
 * @returns undefined where they contradict each other: with another seed, or more columns, they may not.
 */
export function eliminate(entries: readonly Entry[], seed: number, length: number): Echelon | undefined {
  const rows = new Int32Array(length * 4);
  const values = new Int32Array(length);
  const offset = seedOffset(seed);
  for (const { key, value: wanted } of entries) {
    let column = rowStart(key, offset, length);
    let c0 = rowCoefficients(key.w0, 0, offset, length);
    let c1 = rowCoefficients(key.w1, 1, offset, length);
    let c2 = rowCoefficients(key.w2, 2, offset, length);
    let c3 = rowCoefficients(key.w3, 3, offset, length);
    let value = wanted;
    for (;;) {
      if ((c0 | c1 | c2 | c3) === 0) {
        if (value !== 0) return undefined;
        break;
      }
      while (c0 === 0) {
        column += 32;
        c0 = c1;
        c1 = c2;
        c2 = c3;
        c3 = 0;
      }
      const zeros = 31 - Math.clz32(c0 & -c0);
      if (zeros > 0) {
        column += zeros;
        c0 = (c0 >>> zeros) | (c1 << -zeros);
        c1 = (c1 >>> zeros) | (c2 << -zeros);
        c2 = (c2 >>> zeros) | (c3 << -zeros);
        c3 >>>= zeros;
      }
      const at = column * 4;
      if (rows[at] === 0) {
        rows[at] = c0;
        rows[at + 1] = c1;
        rows[at + 2] = c2;
        rows[at + 3] = c3;
        values[column] = value;
        break;
      }
      c0 ^= rows[at] as number;
      c1 ^= rows[at + 1] as number;
      c2 ^= rows[at + 2] as number;
      c3 ^= rows[at + 3] as number;
      value ^= values[column] as number;
    }
  }
  return { length, rows, values };
}

/**
 * Solves a block from its last column to its first, and sets the bits of its vectors. Columns that no equation
 * determines stay 0, so the bits do not depend on the order of the entries.
 *
 * @param words zero where the block will be.
 * @param first bit of the block in them.
 */
export function solve(
  { length, rows, values }: Echelon,
  bits: number,
  words: Int32Array,
  first: number,
): void {
  for (let n = 0; n < bits; n += 1) {
    // The solution of the 128 columns from the one at hand on, as the row has its coefficients.
    let [x0, x1, x2, x3] = [0, 0, 0, 0];
    for (let column = length - 1; column >= 0; column -= 1) {
      x3 = (x3 << 1) | (x2 >>> 31);
      x2 = (x2 << 1) | (x1 >>> 31);
      x1 = (x1 << 1) | (x0 >>> 31);
      x0 <<= 1;
      const at = column * 4;
      const c0 = rows[at] as number;
      if (c0 === 0) continue;
      const others =
        (c0 & x0) ^
        ((rows[at + 1] as number) & x1) ^
        ((rows[at + 2] as number) & x2) ^
        ((rows[at + 3] as number) & x3);
      if ((parity(others) ^ ((values[column] as number) >>> n)) & 1) {
        x0 |= 1;
        const bit = first + n * length + column;
        words[bit >>> 5] = (words[bit >>> 5] as number) | (1 << (bit & 31));
      }
    }
  }
}
