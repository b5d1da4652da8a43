import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';
import { expect, test } from 'vitest';
import { charactersOf } from '../src/font-characters.ts';
import { readFonts } from '../src/fonts.ts';

const require = createRequire(import.meta.url);
const liberation = readFileSync(require.resolve('pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf'));

const pointsOf = (...fonts: Uint8Array[]) =>
  charactersOf(fonts).flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, n) => first + n),
  );

/** As another program reads them; U+FFFF, which ends a table, is no character. */
const characterSet = (font: Buffer): number[] => {
  const read = create(font);
  return 'characterSet' in read
    ? [...new Set(read.characterSet)].filter((point) => point !== 0xff_ff).sort((a, b) => a - b)
    : [];
};

test('of every font that comes with Mohar, and of another, as another program reads them', () => {
  for (const font of [...readFonts(), liberation]) expect(pointsOf(font)).toEqual(characterSet(font));
});

test('of several fonts together, and of a collection', () => {
  const [sans, deva] = [readFonts()[0], readFonts()[3]] as [Buffer, Buffer];
  const both = [...new Set([...characterSet(sans), ...characterSet(deva)])].sort((a, b) => a - b);
  expect(pointsOf(sans, deva)).toEqual(both);
  expect(pointsOf(collectionOf(sans, deva))).toEqual(both);
});

/** ISO/IEC 14496-22, 4.6.3: offsets of tables are from the beginning of the file. */
function collectionOf(...fonts: Buffer[]): Buffer {
  const head = Buffer.alloc(12 + 4 * fonts.length);
  head.write('ttcf', 'latin1');
  head.writeUInt32BE(0x00_01_00_00, 4);
  head.writeUInt32BE(fonts.length, 8);
  let at = head.length;
  const moved = fonts.map((font, n) => {
    const copy = Buffer.from(font);
    for (let table = 0; table < copy.readUInt16BE(4); table += 1)
      copy.writeUInt32BE(copy.readUInt32BE(20 + 16 * table) + at, 20 + 16 * table);
    head.writeUInt32BE(at, 12 + 4 * n);
    at += copy.length;
    return copy;
  });
  return Buffer.concat([head, ...moved]);
}

test('what is no font has none, and one that is cut off no more than it says', () => {
  expect(charactersOf([Buffer.from(''), Buffer.from('no font'), Buffer.alloc(5_000)])).toEqual([]);
  const whole = new Set(characterSet(liberation));
  for (let size = 0; size < liberation.length; size += 997)
    expect(pointsOf(liberation.subarray(0, size)).every((point) => whole.has(point))).toBe(true);
});

test('one made to keep its reader busy is left after its first segment', () => {
  const segments = 8_000;
  const table = 28;
  const file = Buffer.alloc(table + 12 + 16 + 8 * segments);
  file.writeUInt32BE(0x00_01_00_00, 0);
  file.writeUInt16BE(1, 4);
  file.write('cmap', 12, 'latin1');
  file.writeUInt32BE(table, 20);
  file.writeUInt16BE(1, table + 2);
  file.writeUInt16BE(3, table + 4);
  file.writeUInt16BE(1, table + 6);
  file.writeUInt32BE(12, table + 8);
  file.writeUInt16BE(4, table + 12);
  file.writeUInt16BE(2 * segments, table + 18);
  for (let n = 0; n < segments; n += 1) file.writeUInt16BE(0xff_ff, table + 12 + 14 + 2 * n);
  expect(pointsOf(file).length).toBe(0xff_fe);
});
