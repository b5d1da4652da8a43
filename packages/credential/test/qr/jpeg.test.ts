import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrJpeg } from '../../src/qr/jpeg.ts';
import { qrMatrix } from '../../src/qr/matrix.ts';
import { readQrPicture } from '../read-qr-picture.ts';

const cornerOf = (bytes: Uint8Array) => [bytes.at(0), bytes.at(1), bytes.at(-2), bytes.at(-1)];

test('a QR code of any bytes, as JPEG, is read back by zxing to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2_331 }), async (bytes) => {
      const picture = qrJpeg(qrMatrix(bytes));
      expect(cornerOf(picture)).toEqual([0xff, 0xd8, 0xff, 0xd9]);
      const read = await readQrPicture(picture);
      expect(Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
    }),
    { numRuns: 40 },
  );
});
