/**
 * Writes packages/print/src/drawable-code-points.json from the fonts of the certificates; with --check, fails where
 * the file is not current. Asking the fonts in every thread would cost 20 MB and half a second each.
 */
import { readFonts } from '@mohar/print/fonts.ts';
import { create } from 'fontkit';
import { keepCurrent } from './keep-current.ts';

const points = new Set(
  readFonts().flatMap((bytes) => {
    const font = create(bytes);
    return 'characterSet' in font ? font.characterSet : [];
  }),
);
/** First and last of each run of code points. */
const ranges: [number, number][] = [];
for (const point of [...points].sort((a, b) => a - b)) {
  const last = ranges.at(-1);
  if (last && last[1] === point - 1) last[1] = point;
  else ranges.push([point, point]);
}
const text = `[\n${ranges.map((range) => `  ${JSON.stringify(range).replace(',', ', ')}`).join(',\n')}\n]\n`;

keepCurrent('packages/print/src/drawable-code-points.json', text, 'glyphs');
