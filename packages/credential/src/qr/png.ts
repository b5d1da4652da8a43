import { encode } from 'fast-png';
import { type QrMatrix, quietZone } from './matrix.ts';

/**
 * A QR code as a black-and-white PNG (one bit a pixel) with its quiet zone.
 *
 * @param scale pixels a module; 4 survives a screenshot and a printer.
 */
export function qrPng({ modules, size }: QrMatrix, scale = 4): Uint8Array {
  const side = (size + 2 * quietZone) * scale;
  const stride = Math.ceil(side / 8);
  const data = new Uint8Array(stride * side).fill(0xff);
  modules.forEach((row, y) => {
    const top = (y + quietZone) * scale * stride;
    row.forEach((dark, x) => {
      if (!dark) return;
      const left = (x + quietZone) * scale;
      for (let pixel = left; pixel < left + scale; pixel += 1) {
        const byte = top + (pixel >> 3);
        data[byte] = (data[byte] as number) & ~(0x80 >> (pixel & 7));
      }
    });
    for (let line = 1; line < scale; line += 1) data.copyWithin(top + line * stride, top, top + stride);
  });
  return encode({ width: side, height: side, data, channels: 1, depth: 1 });
}
