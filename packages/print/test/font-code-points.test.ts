import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { isInRuns, runsOf } from '../src/code-point-runs.ts';
import { FontError, fontCodePoints } from '../src/font-code-points.ts';
import { unprintableCharacters } from '../src/glyphs.ts';

const thai = readFileSync(
  createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  ),
);

test('code points become runs, whatever their order', () => {
  const runs = runsOf([9, 3, 1, 2, 9, 10, 20]);
  expect(runs).toEqual([
    [1, 3],
    [9, 10],
    [20, 20],
  ]);
  const inside = Array.from({ length: 22 }, (_, point) => point).filter((point) => isInRuns(runs, point));
  expect(inside).toEqual([1, 2, 3, 9, 10, 20]);
  expect(isInRuns([], 1)).toBe(false);
});

test('what a font draws counts beside the fonts that come with Mohar, and nothing more', () => {
  const own = runsOf(fontCodePoints(thai));
  expect(unprintableCharacters('สมชาย, Zoë', [])).toEqual(['ส', 'ม', 'ช', 'า', 'ย']);
  expect(unprintableCharacters('สมชาย, Zoë 𓂀', own)).toEqual(['𓂀']);
});

/** Two fonts in one file, by OpenType's “Font Collections”: each table's offset counts from the file's beginning. */
function collectionOf(font: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.write('ttcf', 'latin1');
  header.writeUInt32BE(0x00010000, 4);
  header.writeUInt32BE(2, 8);
  header.writeUInt32BE(20, 12);
  header.writeUInt32BE(20, 16);
  const moved = Buffer.from(font);
  for (let table = 0; table < font.readUInt16BE(4); table += 1) {
    const offset = 12 + 16 * table + 8;
    moved.writeUInt32BE(font.readUInt32BE(offset) + header.length, offset);
  }
  return Buffer.concat([header, moved]);
}

test('a collection draws what its fonts draw; what is no font, or half of one, is refused', () => {
  expect(runsOf(fontCodePoints(collectionOf(thai)))).toEqual(runsOf(fontCodePoints(thai)));
  for (const bytes of [
    Buffer.from('hello'),
    Buffer.alloc(0),
    thai.subarray(0, 40),
    Buffer.from('wOF2 is for the web'),
  ])
    expect(() => fontCodePoints(bytes)).toThrow(FontError);
});
