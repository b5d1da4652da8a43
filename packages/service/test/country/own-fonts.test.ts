import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleOf } from '../../src/cli/country/example-faults.ts';
import { readPack } from '../../src/country/load-pack.ts';
import { packData } from '../../src/designs/pack-data.ts';
import { textsOnPaper } from '../on-paper.ts';
import { runningApp } from '../running-app.ts';
import { copiedPack, packFolder } from './pack-folder.ts';

const thai = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
);
const name = 'สมชาย ใจดี';

/** What certifying somebody of a Thai name is answered with by a country. */
async function certifiedBy(country: string) {
  const app = await runningApp({ MOHAR_COUNTRY: country });
  const event = exampleOf(app.pack, 'domestic') as { recipient: object };
  const named = { ...event, recipient: { ...event.recipient, name } };
  const answer = await app.call('POST', '/divoc/api/v1/certify?include=pdf', [named]);
  await app.close();
  return { status: answer.statusCode, body: answer.json() };
}

test('a name that only a font of the pack draws is certified, and printed with it', async () => {
  const folder = packFolder();
  const plain = copiedPack(folder, 'plain');
  const refused = await certifiedBy(plain);
  expect([refused.status, refused.body.faults[0].pointer, refused.body.faults[0].rule]).toEqual([
    400,
    '/0/recipient/name',
    'printable',
  ]);
  expect(refused.body.faults[0].message).toContain('U+0E2A');

  const own = copiedPack(folder, 'own');
  cpSync(thai, join(own, 'fonts', 'NotoSansThai.ttf'), { recursive: true });
  const { status, body } = await certifiedBy(own);
  expect([status, body[0].status]).toEqual([200, 'issued']);
  const texts = await textsOnPaper(Buffer.from(body[0].pdf, 'base64'));
  expect(texts.map(({ text }) => text).join(' ')).toContain('สมชาย');
}, 30_000);

test('fonts of a pack that is extended count; licences beside fonts are none; the registry keeps no list of characters', () => {
  const folder = packFolder();
  const base = copiedPack(folder, 'base');
  cpSync(thai, join(base, 'fonts', 'deeper', 'thai.ttf'), { recursive: true });
  folder.write('base', 'fonts/OFL.txt', 'a licence');
  const above = copiedPack(folder, 'above');
  folder.change('above', 'country.yaml', (country) => {
    country.extends = 'base';
  });
  const { pack, faults } = readPack(above);
  expect(faults).toEqual([]);
  expect(pack?.fontCodePoints.some(([first, last]) => first <= 0xe2a && last >= 0xe2a)).toBe(true);
  expect(pack && packData(pack)).not.toContain('fontCodePoints');
});

test('what is no font, or one that pages are not printed with, is a fault of its file', () => {
  const folder = packFolder();
  const pack = copiedPack(folder, 'wrong');
  const broken = folder.write('wrong', 'fonts/broken.ttf', 'hello');
  const web = folder.write('wrong', 'fonts/web.woff2', 'wOF2');
  const { faults } = readPack(pack);
  expect(faults.map(({ file }) => file)).toEqual([broken, web]);
  expect(faults[0]?.message).toContain('must be a TrueType or OpenType font');
});
