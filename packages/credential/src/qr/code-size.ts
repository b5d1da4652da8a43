import type { CodeContent, CodeSegment } from './code-content.ts';
import type { ErrorCorrection } from './error-correction.ts';

/** Bytes of data that versions 1 to 40 hold beside their error correction (ISO/IEC 18004, table 7). */
// biome-ignore format: forty numbers a line are a table, forty lines are not
const dataBytes: Readonly<Record<ErrorCorrection, readonly number[]>> = {
  low: [19, 34, 55, 80, 108, 136, 156, 194, 232, 274, 324, 370, 428, 461, 523, 589, 647, 721, 795, 861, 932, 1006, 1094, 1174, 1276, 1370, 1468, 1531, 1631, 1735, 1843, 1955, 2071, 2191, 2306, 2434, 2566, 2702, 2812, 2956],
  medium: [16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669, 714, 782, 860, 914, 1000, 1062, 1128, 1193, 1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992, 2102, 2216, 2334],
  quartile: [13, 22, 34, 48, 62, 76, 88, 110, 132, 154, 180, 206, 244, 261, 295, 325, 367, 397, 445, 485, 512, 568, 614, 664, 718, 754, 808, 871, 911, 985, 1033, 1115, 1171, 1231, 1286, 1354, 1426, 1502, 1582, 1666],
  high: [9, 16, 26, 36, 46, 60, 66, 86, 100, 122, 140, 158, 180, 197, 223, 253, 283, 313, 341, 385, 406, 442, 464, 514, 538, 596, 628, 661, 701, 745, 793, 845, 901, 961, 986, 1054, 1096, 1142, 1222, 1276],
};

/** Bits that name a segment's mode. */
const modeBits = 4;

/** Bits of a segment's length, in versions 1–9, 10–26 and 27–40 (ISO/IEC 18004, table 3). */
const lengthBits: Readonly<Record<CodeSegment['mode'], readonly [number, number, number]>> = {
  numeric: [10, 12, 14],
  alphanumeric: [9, 11, 13],
  byte: [8, 16, 16],
};

export const maxCodeVersion = 40;

/** Bits of data that a version (1–40) holds at a level. */
export const codeCapacityBits = (version: number, level: ErrorCorrection): number =>
  (dataBytes[level][version - 1] ?? 0) * 8;

/**
 * Bits that a content takes in a version (1–40): its segments with their modes and lengths (ISO/IEC 18004,
 * section 7.4). Byte segments are UTF-8.
 *
 * @returns Infinity where a segment is longer than its length can say.
 */
export function codeBits({ segments }: CodeContent, version: number): number {
  const group = version < 10 ? 0 : version < 27 ? 1 : 2;
  let bits = 0;
  for (const { mode, text } of segments) {
    const length = mode === 'byte' ? utf8.encode(text).length : text.length;
    if (length >= 2 ** lengthBits[mode][group]) return Number.POSITIVE_INFINITY;
    bits += modeBits + lengthBits[mode][group] + dataBits[mode](length);
  }
  return bits;
}

/**
 * The smallest version (1–40) of a QR code that holds a content.
 *
 * @returns undefined where none does at this level.
 */
export function codeVersion(content: CodeContent, level: ErrorCorrection): number | undefined {
  for (let version = 1; version <= maxCodeVersion; version += 1) {
    if (codeBits(content, version) <= codeCapacityBits(version, level)) return version;
  }
  return undefined;
}

const utf8 = new TextEncoder();

/** Three digits take 10 bits, two 7, one 4; two alphanumeric characters 11, one 6. */
const dataBits: Readonly<Record<CodeSegment['mode'], (length: number) => number>> = {
  numeric: (length) => Math.floor(length / 3) * 10 + ([0, 4, 7][length % 3] as number),
  alphanumeric: (length) => Math.floor(length / 2) * 11 + (length % 2) * 6,
  byte: (length) => length * 8,
};
