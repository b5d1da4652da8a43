import type { QrMatrix } from '@mohar/credential/qr/matrix.ts';
import { type Canvas, createCanvas } from '@napi-rs/canvas';

/** A sheet of paper with a certificate's QR code on it, in pixels of one size. */
export function printCode({ size: side, modules }: QrMatrix, size = 1_000): Canvas {
  const paper = createCanvas(size * 1.2, size * 1.25);
  const context = paper.getContext('2d');
  context.fillStyle = '#f6f4ee';
  context.fillRect(0, 0, paper.width, paper.height);
  context.fillStyle = '#333333';
  context.font = `${size / 25}px sans-serif`;
  context.fillText('Certificate of vaccination', size * 0.1, size * 0.08);
  for (let line = 0; line < 3; line += 1)
    context.fillRect(size * 0.1, size * (1.12 + line * 0.035), size * (1 - line * 0.2), size * 0.008);
  const module = size / (side + 8);
  context.fillStyle = '#111111';
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (!modules[row]?.[column]) continue;
      // Ink runs a little into the paper.
      const [x, y] = [size * 0.1 + (column + 4) * module, size * 0.1 + (row + 4) * module];
      context.fillRect(x - 0.2, y - 0.2, module + 0.4, module + 0.4);
    }
  }
  return paper;
}
