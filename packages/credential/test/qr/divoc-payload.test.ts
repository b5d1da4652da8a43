import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packDivocPayload, unpackDivocPayload } from '../../src/qr/divoc-payload.ts';
import { qrMatrix, qrMatrixThatFits } from '../../src/qr/matrix.ts';
import { qrPng } from '../../src/qr/png.ts';
import { qrSvg } from '../../src/qr/svg.ts';
import { readQrPicture } from '../read-qr-picture.ts';

describe('a QR code', () => {
  test('of any bytes, at any scale, is read back by zxing to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 1_500 }),
        fc.integer({ min: 2, max: 5 }),
        async (bytes, scale) => {
          const read = await readQrPicture(qrPng(qrMatrix(bytes), scale));
          expect(Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('takes the lower error correction only where it must, and says so where nothing helps', () => {
    expect(qrMatrixThatFits(new Uint8Array(2_331)).errorCorrection).toBe('medium');
    expect(qrMatrixThatFits(new Uint8Array(2_332))).toMatchObject({ errorCorrection: 'low', version: 36 });
    expect(() => qrMatrixThatFits(new Uint8Array(2_954))).toThrow('holds at most 2953');
  });

  test('as SVG has its quiet zone in the view box and draws every dark module', () => {
    const matrix = qrMatrix(new Uint8Array([1, 2, 3]));
    const svg = qrSvg(matrix);
    expect(svg).toContain(`viewBox="0 0 ${matrix.size + 8} ${matrix.size + 8}"`);
    const drawn = [...svg.matchAll(/h(\d+)(?=M|")/g)].reduce((sum, [, run]) => sum + Number(run), 0);
    expect(drawn).toBe(matrix.modules.flat().filter(Boolean).length);
  });
});

describe('DIVOC’s payload', () => {
  test('gives back the very text, in both wrappings, as base64, and plain', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 800 }), (text) => {
        const json = JSON.stringify({ text });
        const bytes = packDivocPayload(json, 'bytes');
        expect(unpackDivocPayload(packDivocPayload(json))).toBe(json);
        expect(unpackDivocPayload(new TextDecoder().decode(packDivocPayload(json)))).toBe(json);
        expect(unpackDivocPayload(bytes)).toBe(json);
        expect(unpackDivocPayload(`B64:${Buffer.from(bytes).toString('base64')}`)).toBe(json);
        expect(unpackDivocPayload(json)).toBe(json);
      }),
    );
  });

  test('is the same for the same text, at any time', () => {
    expect(packDivocPayload('{"a":1}')).toEqual(packDivocPayload('{"a":1}'));
  });

  test('a zip that blows up, or holds another file, is not a certificate', () => {
    const bomb = packDivocPayload(`{"a":"${'x'.repeat(400_000)}"}`, 'bytes');
    expect(() => unpackDivocPayload(bomb)).toThrow('not a certificate');
    expect(() => unpackDivocPayload('PK\u0003\u0004nonsense')).toThrow('not a certificate');
    expect(() => unpackDivocPayload(new Uint8Array(70_000))).toThrow('too large');
  });
});
