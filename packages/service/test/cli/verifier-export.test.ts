import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

async function publishList(...rids: string[]): Promise<string> {
  const packed = packRids(new Map(rids.map((rid) => [rid, Number.POSITIVE_INFINITY])));
  const sha256 = packedRidsName(packed);
  const source = { name: 'cards', kind: 'shc' as const, importedAt: new Date() };
  const list = { iss: 'https://cards.example', kid: 'k', version: 1, checkedAt: new Date(), sha256, packed };
  await keepTrustedSource(db, source, [], [list]);
  await publishLists(db, running.issuer, Date.now());
  return sha256;
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
  const { keys } = await readTrustList(read('trust-list.jws').toString());
  const { lists } = await readCardRevocations(read('card-revocations.jws').toString(), keys);
  const sources = lists.map((list) => openCardList(list, read(`card-revocations/${list.sha256}`)));
  expect(await sources[0]?.lookUp({ certificateId: 'b', signedAt: 0 })).toEqual({ state: 'revoked' });
});
