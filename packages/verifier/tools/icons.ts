/**
 * Draws the app's icons: `public/icons/icon.svg` and its pictures. The pictures are checked in; run this after the
 * drawing was changed: `node tools/icons.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const folder = join(import.meta.dirname, '../public/icons');

/** A seal with a check mark. Launchers cut maskable icons: what counts keeps to the middle 80 % (scale 0.8). */
function drawing({ scale, corner }: { scale: number; corner: number }): string {
  const waves = 16;
  const steps = waves * 10;
  const points = Array.from({ length: steps }, (_, n) => {
    const angle = (n / steps) * 2 * Math.PI;
    const distance = (182 + 13 * Math.cos(waves * angle)) * scale;
    return `${(256 + distance * Math.sin(angle)).toFixed(1)} ${(256 - distance * Math.cos(angle)).toFixed(1)}`;
  });
  const at = (x: number, y: number) => `${(256 + x * scale).toFixed(1)} ${(256 + y * scale).toFixed(1)}`;
  const check = `M${at(-82, 4)}L${at(-24, 62)}L${at(86, -58)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">
<title>A seal with a check mark</title>
<rect width="512" height="512" rx="${corner}" fill="#0b5345"/>
<path d="M${points.join('L')}z" fill="#f8f5ee"/>
<path d="${check}" fill="none" stroke="#0b5345" stroke-width="${(44 * scale).toFixed(1)}" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;
}

async function png(svg: string, size: number): Promise<Buffer> {
  const canvas = createCanvas(size, size);
  canvas.getContext('2d').drawImage(await loadImage(Buffer.from(svg)), 0, 0, size, size);
  return canvas.encode('png');
}

const icon = drawing({ scale: 1, corner: 112 });
const maskable = drawing({ scale: 0.8, corner: 0 });
writeFileSync(join(folder, 'icon.svg'), icon);
for (const size of [192, 512]) {
  writeFileSync(join(folder, `icon-${size}.png`), await png(icon, size));
  writeFileSync(join(folder, `maskable-${size}.png`), await png(maskable, size));
}
