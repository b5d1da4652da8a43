import { encode } from 'fast-png';
import { type QrMatrix, quietZone } from './matrix.ts';

/**
 * A QR code as a black-and-white PNG with its quiet zone.
 *
 * @param scale pixels a module; 4 survives a screenshot and a printer.
 */
export function qrPng({ modules, size }: QrMatrix, scale = 4): Uint8Array {
  const side = (size + 2 * quietZone) * scale;
  const data = new Uint8Array(side * side).fill(255);
  modules.forEach((row, y) => {
    const top = (y + quietZone) * scale * side;
    row.forEach((dark, x) => {
      if (dark) data.fill(0, top + (x + quietZone) * scale, top + (x + quietZone + 1) * scale);
    });
    for (let line = 1; line < scale; line += 1) data.copyWithin(top + line * side, top, top + side);
  });
  return encode({ width: side, height: side, data, channels: 1, depth: 8 });
}
