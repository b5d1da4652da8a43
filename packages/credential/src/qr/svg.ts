import { type QrMatrix, quietZone } from './matrix.ts';

/**
 * A QR code as SVG: one path of stroked horizontal runs, sharp at every size. The view box counts modules and
 * includes the quiet zone.
 */
export function qrSvg({ modules, size }: QrMatrix): string {
  const side = size + 2 * quietZone;
  let path = '';
  modules.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      path += `M${start + quietZone} ${y + quietZone + 0.5}h${x + 1 - start}`;
    }
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path stroke="#000" d="${path}"/></svg>`
  );
}
