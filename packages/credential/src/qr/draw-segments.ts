import library from 'qrcode/lib/core/qrcode.js';
import type { CodeContent } from './code-content.ts';
import type { ErrorCorrection } from './error-correction.ts';

/**
 * The modules of a QR code of several segments, without its quiet zone: row by row, true is dark. The library that
 * draws single segments knows no others; this one takes eight times as long.
 *
 * @param version 1–40, large enough.
 */
export function drawSegments(
  { segments }: CodeContent,
  errorCorrection: ErrorCorrection,
  version: number,
): boolean[][] {
  const { modules } = library.create(
    segments.map(({ mode, text }) => ({ mode, data: mode === 'byte' ? utf8.encode(text) : text })),
    { version, errorCorrectionLevel: errorCorrection },
  );
  const { size, data } = modules;
  return Array.from({ length: size }, (_, y) =>
    Array.from(data.subarray(y * size, (y + 1) * size), (module) => module === 1),
  );
}

const utf8 = new TextEncoder();
