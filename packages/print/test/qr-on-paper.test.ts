import { qrMatrix } from '@mohar/credential/qr/matrix.ts';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { qrOnPaper } from '../src/qr-on-paper.ts';

/** The luminance of each pixel of the picture in an SVG. */
async function pixelsOf(svg: string): Promise<{ side: number; at(x: number, y: number): number }> {
  const [, picture = ''] = svg.match(/base64,([^"]+)"/) ?? [];
  const image = await loadImage(Buffer.from(picture, 'base64'));
  expect(image.width).toBe(image.height);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { side: image.width, at: (x, y) => data[(y * image.width + x) * 4] as number };
}

test.each([10, 700, 2_331])(
  'a code of %i bytes is black and white to the pixel, eight a module',
  async (length) => {
    const matrix = qrMatrix(Uint8Array.from({ length }, (_, n) => (n * 151) & 0xff));
    const svg = qrOnPaper(matrix);
    expect(svg).toContain(`viewBox="0 0 ${matrix.size + 8} ${matrix.size + 8}"`);
    const { side, at } = await pixelsOf(svg);
    expect(side).toBe((matrix.size + 8) * 8);
    let wrong = 0;
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const dark = matrix.modules[(y >> 3) - 4]?.[(x >> 3) - 4] === true;
        if (at(x, y) !== (dark ? 0 : 255)) wrong += 1;
      }
    }
    expect(wrong).toBe(0);
  },
);
