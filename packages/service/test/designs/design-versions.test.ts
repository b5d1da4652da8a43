import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Design, designOf } from '@mohar/print/design/design.ts';
import { readDesign } from '@mohar/print/design/read-design.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { printVersions } from '../../src/cli/template/versions.ts';
import type { CountryPack } from '../../src/country/pack.ts';
import { openDesignVersions } from '../../src/designs/design-versions.ts';
import { packAsItWas, packData } from '../../src/designs/pack-data.ts';
import { unpackDesign } from '../../src/registry/design-archive.ts';
import { designArchive, designUses } from '../../src/registry/designs.ts';
import { textsOnPaper } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, vaccinationEvent } from '../sample-events.ts';

const directory = mkdtempSync(join(tmpdir(), 'mohar-designs-'));
let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(async () => {
  await mohar?.close();
  rmSync(directory, { recursive: true, force: true });
});

const hour = 3_600_000;
const pdfOf = async (beneficiary: string, design = '', language = 'en') => {
  const answer = await mohar.call(
    'GET',
    `/certificate/api/certificatePDF/${beneficiary}?language=${language}${design && `&design=${design}`}`,
  );
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.rawPayload;
};
const textOf = async (pdf: Uint8Array) => (await textsOnPaper(pdf)).map(({ text }) => text).join(' ');
const certify = async (event: unknown, path = 'v1') =>
  expect((await mohar.call('POST', `/divoc/api/${path}/certify`, [event])).statusCode).toBe(200);

/** The default pack and its design, changed. */
function changed(): { pack: CountryPack; design: Design } {
  cpSync(mohar.pack.directories[0], directory, { recursive: true });
  const file = join(directory, 'messages/en.po');
  writeFileSync(file, readFileSync(file, 'utf8').replace('msgstr "Manufacturer"', 'msgstr "Maker of it"'));
  const { pack } = mohar;
  const name = { ...pack.issuer.name, en: 'Ministry of Another Time' };
  const templates = { ...pack.templates, domestic: 'templates/vaccination-international.typ' };
  return { pack: { ...pack, issuer: { ...pack.issuer, name }, templates }, design: readDesign([directory]) };
}

test('a certificate’s page can be had as it was: its design, and the names of its issuer', async () => {
  const { db } = mohar.database;
  await certify(vaccinationEvent('D1'));
  const first = await pdfOf('D1');
  expect(await pdfOf('D1', 'as-issued')).toEqual(first);

  // Another design comes into force; this process still prints with the first, as after going back to it.
  const later = Date.now() + hour;
  const other = changed();
  await openDesignVersions(db, other, () => later).kept;
  mohar.moveClock(2 * hour);
  await certify(vaccinationEvent('D2'));
  await certify(internationalEvent('D3'), 'v3');

  expect(await pdfOf('D1', 'as-issued')).toEqual(first);
  const [today, then] = [await pdfOf('D2', 'today'), await pdfOf('D2', 'as-issued')];
  expect(await textOf(today)).toContain('Manufacturer');
  expect(await textOf(today)).not.toContain('Another Time');
  for (const said of ['Maker of it', 'Ministry of Another Time']) expect(await textOf(then)).toContain(said);
  expect(await pdfOf('D2')).toEqual(today);
  expect(await pdfOf('D2', 'as-issued')).toEqual(then);

  const exported = async (query: string) =>
    (await mohar.call('GET', `/certificate/api/vds-certificate?refId=D3&language=en${query}`)).rawPayload;
  expect(await textOf(await exported(''))).not.toContain('Another Time');
  expect(await textOf(await exported('&design=as-issued'))).toContain('Ministry of Another Time');

  // The same design starts again, then the first comes back: three rows, two archives.
  await openDesignVersions(db, other, () => later + hour).kept;
  await openDesignVersions(
    db,
    { pack: mohar.pack, design: readDesign(mohar.pack.directories) },
    () => later + 2 * hour,
  ).kept;
  const uses = await designUses(db);
  expect(uses.map(({ firstUsedAt }) => firstUsedAt.getTime()).slice(1)).toEqual([later, later + 2 * hour]);
  expect(uses[0]?.digest).toBe(uses[2]?.digest);
  expect(uses[0]).toMatchObject({
    templateInterface: 1,
    renderer: expect.stringContaining('typst-ts-node-compiler@'),
  });
  mohar.moveClock(5 * hour);
  await certify(vaccinationEvent('D4'));
  expect(await textOf(await pdfOf('D4', 'as-issued'))).not.toContain('Another Time');
});

test('an archive holds the design to the byte, and little more', async () => {
  const { db } = mohar.database;
  const [use] = await designUses(db);
  const archive = (await designArchive(db, use?.digest ?? '')) as Buffer;
  const design = readDesign(mohar.pack.directories);
  expect(designOf(unpackDesign(archive).files).digest).toBe(design.digest);
  expect(archive.length).toBeLessThan(500_000);
});

test('of two processes that start together with a new design, one writes it down', async () => {
  const { db } = mohar.database;
  const { pack, design } = changed();
  const news = { pack: { ...pack, disease: 'Something new' }, design };
  const before = (await designUses(db)).length;
  await Promise.all([1, 2, 3].map(() => openDesignVersions(db, news, () => Date.now() + 9 * hour).kept));
  expect((await designUses(db)).length).toBe(before + 1);
});

test('what pages take from a pack is all that is plain data, and nothing of this machine', () => {
  const { pack } = mohar;
  const data = packData(pack);
  expect(data).not.toContain(pack.directories[0]);
  const was = packAsItWas({ ...pack, vaccines: [], timeZone: 'UTC' }, data);
  expect(was.vaccines).toEqual(pack.vaccines);
  expect([was.timeZone, was.directories]).toEqual([pack.timeZone, pack.directories]);
  const { otherInterval: _, ...without } = pack;
  expect(packAsItWas({ ...pack, otherInterval: { from: 28 } }, packData(without)).otherInterval).toBe(
    undefined,
  );
  expect(packAsItWas(without, packData({ ...pack, otherInterval: { from: 28 } })).otherInterval).toEqual({
    from: 28,
  });
  expect(was.entityTypes.get('health-professional')?.faults).toBeTypeOf('function');
});

test('a design that there is not is refused', async () => {
  const answer = await mohar.call('GET', '/certificate/api/certificatePDF/D1?design=yesterday');
  expect([answer.statusCode, answer.json().faults[0].pointer]).toEqual([400, '?design']);
});

test('mohar template versions lists them', async () => {
  const uses = await designUses(mohar.database.db);
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    printVersions(uses);
  } finally {
    write.mockRestore();
  }
  const [first = ''] = lines.join('').split('\n');
  expect(lines.join('').split('\n')).toHaveLength(uses.length + 1);
  expect(first).toMatch(
    /^\d{4}-\d\d-\d\dT\S+Z {2}[0-9a-f]{16} {2}interface 1 {2}\d+ files, \d+ KB {2}typst-ts-node-compiler@0\.7\.0$/,
  );
});
