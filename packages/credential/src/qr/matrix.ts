import encodeQR from 'qr';
import { QrCapacityError } from '../errors.ts';
import type { CodeContent, CodeSegment } from './code-content.ts';
import { codeBits, codeCapacityBits, codeVersion, maxCodeVersion } from './code-size.ts';
import { drawSegments } from './draw-segments.ts';
import type { ErrorCorrection } from './error-correction.ts';

export type { ErrorCorrection } from './error-correction.ts';

/** A QR code's modules: row by row, true is dark; without the quiet zone around it. */
export interface QrMatrix {
  readonly modules: readonly (readonly boolean[])[];
  /** Modules a side: 17 + 4 × version. */
  readonly size: number;
  /** 1–40. */
  readonly version: number;
  readonly errorCorrection: ErrorCorrection;
}

/** Bytes that version 40 holds in byte mode (ISO/IEC 18004, table 7). */
const capacity = { low: 2953, medium: 2331, quartile: 1663, high: 1273 } as const;

/** Modules of light that a reader needs on every side (ISO/IEC 18004, section 5.3.8). */
export const quietZone = 4;

/**
 * Encodes bytes as a QR code in byte mode, in the smallest version that holds them.
 *
 * @throws QrCapacityError where version 40 is too small at this level.
 */
export function qrMatrix(bytes: Uint8Array, errorCorrection: ErrorCorrection = 'medium'): QrMatrix {
  if (bytes.length > capacity[errorCorrection])
    throw new QrCapacityError(bytes.length, capacity[errorCorrection]);
  // The library takes text; this hands it our bytes, and a text of their length to compute with.
  const bordered = encodeQR('-'.repeat(bytes.length), 'raw', {
    ecc: errorCorrection,
    encoding: 'byte',
    textEncoder: () => bytes,
    border: 1,
  });
  const modules = bordered.slice(1, -1).map((row) => row.slice(1, -1));
  return { modules, size: modules.length, version: (modules.length - 17) / 4, errorCorrection };
}

/**
 * Makes sure that bytes fit a QR code at all, without drawing it.
 *
 * @returns how many more would.
 * @throws QrCapacityError where even the lowest error correction leaves too little room.
 */
export function spareBytes(bytes: Uint8Array): number {
  if (bytes.length > capacity.low) throw new QrCapacityError(bytes.length, capacity.low);
  return capacity.low - bytes.length;
}

/**
 * The same at the highest of two levels that fits: medium, as DIVOC prints, else low, so that a certificate
 * with long names is still issued.
 *
 * @throws QrCapacityError where even `low` is too small.
 */
export const qrMatrixThatFits = (bytes: Uint8Array): QrMatrix =>
  qrMatrix(bytes, bytes.length <= capacity.medium ? 'medium' : 'low');

/**
 * Encodes a content as a QR code, each segment in its mode, in the smallest version that holds it.
 *
 * @param maxVersion 1–40: no larger code is made.
 * @throws QrCapacityError where `maxVersion` is too small at this level.
 * @throws RangeError where a segment has characters that its mode does not know.
 */
export function matrixOf(
  content: CodeContent,
  errorCorrection: ErrorCorrection,
  maxVersion = maxCodeVersion,
): QrMatrix {
  for (const { mode, text } of content.segments) {
    if (!alphabets[mode].test(text)) throw new RangeError(`A text does not go into a QR code as ${mode}.`);
  }
  const version = codeVersion(content, errorCorrection);
  if (version === undefined || version > maxVersion) {
    const bytes = Math.ceil(codeBits(content, maxVersion) / 8);
    throw new QrCapacityError(bytes, codeCapacityBits(maxVersion, errorCorrection) / 8);
  }
  const [segment, ...others] = content.segments;
  const modules =
    segment !== undefined && others.length === 0
      ? drawSegment(segment, errorCorrection, version)
      : drawSegments(content, errorCorrection, version);
  return { modules, size: modules.length, version, errorCorrection };
}

const alphabets: Readonly<Record<CodeSegment['mode'], RegExp>> = {
  numeric: /^[0-9]*$/,
  alphanumeric: /^[0-9A-Z $%*+\-./:]*$/,
  byte: /^/,
};

const drawSegment = ({ mode, text }: CodeSegment, ecc: ErrorCorrection, version: number) =>
  encodeQR(text, 'raw', { ecc, version, encoding: mode, border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1));
