import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { packRids } from '@mohar/credential/status/packed-rids.ts';
import {
  openCardList,
  packedRidsName,
  readCardRevocations,
} from '@mohar/credential/status/published-card-revocations.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { afterAll, expect, test } from 'vitest';
import { publishLists } from '../../src/publishing/publish.ts';
import { keepTrustedSource } from '../../src/registry/trusted-sources.ts';
import { runningApp } from '../running-app.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const directory = mkdtempSync(join(tmpdir(), 'mohar-export-'));
const running = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
const { db, url } = running.database;
afterAll(async () => {
  await running.close();
  rmSync(directory, { recursive: true, force: true });
});

const data = join(directory, 'data');
const read = (name: string) => readFileSync(join(data, name));
const exportData = () =>
  run(
    process.execPath,
    [join(root, 'packages/service/bin/mohar.js'), 'verifier', 'export', directory, '--data-only'],
    {
      env: { PATH: process.env.PATH, DATABASE_URL: url, MOHAR_DATA: join(directory, 'none') },
    },
  );

/** Keeps a list that is not published yet. */
async function importList(...rids: string[]): Promise<string> {
  const packed = packRids(new Map(rids.map((rid) => [rid, Number.POSITIVE_INFINITY])));
  const sha256 = packedRidsName(packed);
  const source = { name: 'cards', kind: 'shc' as const, importedAt: new Date() };
  const list = { iss: 'https://cards.example', kid: 'k', version: 1, checkedAt: new Date(), sha256, packed };
  await keepTrustedSource(db, source, [], [list]);
  return sha256;
}

async function publishList(...rids: string[]): Promise<string> {
  const sha256 = await importList(...rids);
  await publishLists(db, running.issuer, Date.now());
  return sha256;
}

async function exportedHead() {
  const { keys } = await readTrustList(read('trust-list.jws').toString());
  return readCardRevocations(read('card-revocations.jws').toString(), keys);
}

test('the signed data lie beside the app, each with a compressed copy; lists of cards that count no more go', async () => {
  while ((await running.app.inject({ url: '/status/filter-delta' })).statusCode !== 200) await sleep(20);
  const first = await publishList('a');
  await exportData();
  expect(readdirSync(join(data, 'card-revocations')).sort()).toEqual([first, `${first}.gz`].sort());
  const second = await publishList('a', 'b');
  await exportData();
  expect(readdirSync(join(data, 'card-revocations')).sort()).toEqual([second, `${second}.gz`].sort());

  const files = [
    'card-revocations.jws',
    'document-trust-list.jws',
    'status-delta',
    'status-filter',
    'trust-list.jws',
  ];
  expect(readdirSync(data).sort()).toEqual(
    ['card-revocations', ...files, ...files.map((file) => `${file}.gz`)].sort(),
  );
  for (const file of files) expect(gunzipSync(read(`${file}.gz`)).equals(read(file))).toBe(true);
  const { lists } = await exportedHead();
  const sources = lists.map((list) => openCardList(list, read(`card-revocations/${list.sha256}`)));
  expect(await sources[0]?.lookUp({ certificateId: 'b', signedAt: 0 })).toEqual({ state: 'revoked' });
});

test('what the exported head names is beside it, also where a newer list was imported since', async () => {
  const published = await publishList('c');
  const imported = await importList('d');
  await exportData();
  expect((await exportedHead()).lists.map(({ sha256 }) => sha256)).toEqual([published]);
  expect(packedRidsName(read(`card-revocations/${published}`))).toBe(published);
  expect(readdirSync(join(data, 'card-revocations'))).not.toContain(imported);
});

test('files of cards that are there stay as they are; what is damaged or left over does not', async () => {
  const rids = Array.from({ length: 50 }, (_, n) => `kept-${n}`);
  const kept = await publishList(...rids);
  await exportData();
  const folder = join(data, 'card-revocations');
  const marks = () => [kept, `${kept}.gz`].map((name) => statSync(join(folder, name)).ino);
  const before = marks();
  writeFileSync(join(folder, `${kept}.new`), 'half');
  await exportData();
  expect(marks()).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual([kept, `${kept}.gz`].sort());
  for (const spoil of [
    () => writeFileSync(join(folder, kept), 'cut'),
    () => rmSync(join(folder, `${kept}.gz`)),
  ]) {
    spoil();
    await exportData();
    expect(packedRidsName(read(`card-revocations/${kept}`))).toBe(kept);
    expect(gunzipSync(read(`card-revocations/${kept}.gz`)).equals(read(`card-revocations/${kept}`))).toBe(
      true,
    );
  }
});

test('where a list of the published head is missing, the export stays as it was', async () => {
  await publishList('e');
  await exportData();
  const before = read('card-revocations.jws').toString();
  const gone = await publishList('f');
  await importList('g');
  await db.deleteFrom('packed_rids').where('sha256', '=', gone).execute();
  await expect(exportData()).rejects.toMatchObject({ stderr: expect.stringContaining('Export again') });
  expect(read('card-revocations.jws').toString()).toBe(before);
  const [named] = (await exportedHead()).lists;
  expect(packedRidsName(read(`card-revocations/${named?.sha256}`))).toBe(named?.sha256);
});
