import type { FilterKey } from './filter-key.ts';

/**
 * The equation that a key is in a ribbon: where it starts among the columns of its block, and 128 coefficients from
 * there on. All of it comes from the key's four words, which are uniform, and the seed of its block.
 */

/** Columns that one row can touch. */
export const rowWidth = 128;

/** The finaliser of MurmurHash3 (x86, 32 bits): every bit of the word goes into every bit of the result. */
export function mixed(word: number): number {
  let h = word;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The block of a ribbon that a key belongs to: 0 … blocks − 1. */
export const blockOf = ({ w0 }: FilterKey, blocks: number): number => scaled(w0, blocks);

/** What a block's seed, 0–255, adds to the words of its keys. The factor is 2³² divided by the golden ratio. */
export const seedOffset = (seed: number): number => Math.imul(seed, 0x9e3779b9);

/** The first column of a key's row in a block of `length` columns. */
export const rowStart = ({ w0, w1, w2, w3 }: FilterKey, offset: number, length: number): number =>
  length <= rowWidth ? 0 : scaled(mixed((w0 ^ w1 ^ w2 ^ w3) + offset), length - rowWidth + 1);

/**
 * A quarter of a key's coefficients: bit n is that of column `start + 32 × quarter + n`. A block shorter than
 * {@link rowWidth} cuts them off at its end.
 *
 * @param word the key's word of that number.
 */
export function rowCoefficients(word: number, quarter: number, offset: number, length: number): number {
  const coefficients = mixed(word + offset);
  const columns = length - 32 * quarter;
  if (columns >= 32) return coefficients;
  return columns <= 0 ? 0 : coefficients & ((1 << columns) - 1);
}

/** The value by which a filter knows its members: `bits` bits of the key that its row does not tell. */
export const fingerprint = ({ w0, w1, w2, w3 }: FilterKey, bits: number): number =>
  mixed(w0 ^ w1 ^ w2 ^ w3) & ((1 << bits) - 1);

/** The sum of a word's bits, modulo 2. */
export function parity(word: number): number {
  let x = word ^ (word >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
}

/** A uniform word of 32 bits to a uniform number below `count`: ⌊word × count ÷ 2³²⌋. */
const scaled = (word: number, count: number): number => Math.floor(((word >>> 0) * count) / 2 ** 32);
