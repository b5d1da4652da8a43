import decodeQR from 'qr/decode.js';
import library from 'qrcode/lib/core/qrcode.js';
import { describe, expect, it } from 'vitest';
import { type CodeContent, textOf } from '../../src/qr/code-content.ts';
import { codeBits, codeCapacityBits, codeVersion } from '../../src/qr/code-size.ts';
import type { ErrorCorrection } from '../../src/qr/error-correction.ts';
import { matrixOf, type QrMatrix, qrMatrix } from '../../src/qr/matrix.ts';
import { qrPng } from '../../src/qr/png.ts';
import { readQrPicture } from '../read-qr-picture.ts';

const levels: readonly ErrorCorrection[] = ['low', 'medium', 'quartile', 'high'];
const digits = (length: number) => Array.from({ length }, (_, n) => (n * 7 + (n >> 3)) % 10).join('');
const card = (length: number): CodeContent => ({
  segments: [
    { mode: 'byte', text: 'shc:/' },
    { mode: 'numeric', text: digits(length) },
  ],
});

/** What a picture of a code says to two decoders that are not ours. */
async function readTwice(matrix: QrMatrix): Promise<string[]> {
  const side = matrix.size + 8;
  const data = new Uint8Array(side * side * 16 * 4).fill(255);
  for (let y = 0; y < side * 4; y += 1) {
    for (let x = 0; x < side * 4; x += 1) {
      const dark = matrix.modules[(y >> 2) - 4]?.[(x >> 2) - 4] === true;
      if (dark) data.fill(0, (y * side * 4 + x) * 4, (y * side * 4 + x) * 4 + 3);
    }
  }
  return [
    new TextDecoder().decode(await readQrPicture(qrPng(matrix))),
    decodeQR({ width: side * 4, height: side * 4, data }),
  ];
}

describe('a QR code of segments', () => {
  it.each([
    ['two segments', card(301)],
    ['a numeric segment', { segments: [{ mode: 'numeric', text: digits(100) }] }],
    ['an alphanumeric segment', { segments: [{ mode: 'alphanumeric', text: 'HC1:6BF $%*+-./:' }] }],
    ['a byte segment', { segments: [{ mode: 'byte', text: '{"n":"मोहर"}' }] }],
    [
      'all modes',
      {
        segments: [
          { mode: 'byte', text: 'médico:' },
          { mode: 'alphanumeric', text: 'AB-12' },
          { mode: 'numeric', text: '00420' },
        ],
      },
    ],
  ] as readonly [string, CodeContent][])('is read by two decoders: %s', async (_, content) => {
    for (const level of levels) {
      expect(await readTwice(matrixOf(content, level))).toEqual([textOf(content), textOf(content)]);
    }
  });

  it('is read at the largest size of a SMART Health Card: 1,195 characters in version 22', async () => {
    const content = card(2 * 1195);
    const matrix = matrixOf(content, 'low', 22);
    expect(matrix.version).toBe(22);
    expect(await readTwice(matrix)).toEqual([textOf(content), textOf(content)]);
    expect(codeVersion(card(2 * 1196), 'low')).toBe(23);
  });

  it('gives bytes the size that the writer of bytes gives them', () => {
    const text = 'x'.repeat(700);
    const matrix = matrixOf({ segments: [{ mode: 'byte', text }] }, 'medium');
    expect(matrix).toEqual(qrMatrix(new TextEncoder().encode(text), 'medium'));
  });

  it('is refused over the largest version, with the bytes that it would take', () => {
    expect(() => matrixOf(card(2 * 1196), 'low', 22)).toThrow(
      expect.objectContaining({ code: 'QR_CAPACITY', capacity: 1006, bytes: 1007 }),
    );
    expect(() => matrixOf(card(8000), 'low')).toThrow(expect.objectContaining({ code: 'QR_CAPACITY' }));
  });

  it('is refused where a text is not of its mode', () => {
    expect(() => matrixOf({ segments: [{ mode: 'alphanumeric', text: 'hc1' }] }, 'low')).toThrow(RangeError);
    expect(() => matrixOf({ segments: [{ mode: 'numeric', text: '12a' }] }, 'low')).toThrow(RangeError);
  });
});

describe('the size of a QR code', () => {
  it.each(levels)('is that of another writer, at the edges of versions, at level %s', (level) => {
    for (const version of [1, 2, 3, 5, 7, 9, 10, 13, 18, 22, 26, 27, 40]) {
      const length = longest(version, level);
      if (length === 0) continue;
      expect(codeVersion(card(length), level)).toBe(version);
      expect(versionByLibrary(length, level)).toBe(version);
      const larger = version === 40 ? undefined : version + 1;
      expect(codeVersion(card(length + 1), level)).toBe(larger);
      if (larger) expect(versionByLibrary(length + 1, level)).toBe(larger);
    }
  });
});

/** The most digits of a card that fit; 0 where not even its first segment does. */
function longest(version: number, level: ErrorCorrection): number {
  let [fits, tooLong] = [0, 8000];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (codeBits(card(middle), version) <= codeCapacityBits(version, level)) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

/** The version that `qrcode` chooses when it may. */
function versionByLibrary(length: number, errorCorrectionLevel: ErrorCorrection): number {
  const { modules } = library.create(
    [
      { mode: 'byte', data: new TextEncoder().encode('shc:/') },
      { mode: 'numeric', data: digits(length) },
    ],
    { errorCorrectionLevel } as { errorCorrectionLevel: ErrorCorrection; version: number },
  );
  return (modules.size - 17) / 4;
}
