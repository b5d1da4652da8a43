import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  openCardList,
  packedRidsName,
  readCardRevocations,
} from '@mohar/credential/status/published-card-revocations.ts';
import { readDocumentTrustList, readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishLists } from '../../src/publishing/publish.ts';
import { keepTrustedSource, removeTrustedSource } from '../../src/registry/trusted-sources.ts';
import { importCardIssuers } from '../../src/trust-import/shc-directory.ts';
import { runningApp } from '../running-app.ts';

const running = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
const { db } = running.database;
const get = (url: string, headers: Record<string, string> = {}) => running.app.inject({ url, headers });
beforeAll(async () => {
  // What the service publishes at its start must not come between.
  while ((await get('/status/filter-delta')).statusCode !== 200) await sleep(20);
});
afterAll(() => running.close());

const vectors = join(import.meta.dirname, '../../../../test-vectors/smart-health-card');
const read = (name: string) => readFileSync(join(vectors, name), 'utf8').trim();
const owner = { iss: 'https://spec.smarthealth.cards/examples/issuer', name: 'The specification' };
const kid = '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s';
const keySet = read('specification/issuer.jwks.json');
const published = JSON.parse(read(`crl/shc-crl-${kid}.json`));
const card = read('specification/example-00-d-jws.txt');
const revokedCard = read('specification/example-03-d-jws.txt');
/** The specification's list; its example is revoked as it says, though by the list's time it is not. */
const list = { ...published, rids: [...published.rids.slice(1), 'vwAjHdarZuc'] };

const now = Date.now();
const hour = 3_600_000;
const day = 24 * hour;
const importAs = async (name: string, importedAt: number, ...files: readonly object[]) => {
  const texts = files.map((file) => JSON.stringify(file));
  const { keys, revocations } = await importCardIssuers(texts, importedAt, owner);
  const source = { name, kind: 'shc' as const, importedAt: new Date(importedAt) };
  await keepTrustedSource(db, source, keys, revocations?.lists);
};
const verdicts = async () =>
  Promise.all(
    [card, revokedCard].map(async (qr) => {
      const answer = await running.call('POST', '/verify', { qr });
      return `${answer.json().verdict} ${answer.json().status.state}`;
    }),
  );
const head = async () => {
  const { keys } = await readTrustList((await get('/status/trust-list')).body);
  return readCardRevocations((await get('/status/card-revocations')).body, keys);
};

test('are there from the start, empty', async () => {
  expect((await head()).lists).toEqual([]);
  expect((await get('/verify/data/card-revocations.jws')).body).toBe(
    (await get('/status/card-revocations')).body,
  );
});

test('a card is revoked by the list that was imported; without one, of a key that announces it, it is not checked', async () => {
  await importAs('keys', now, JSON.parse(keySet));
  expect(await verdicts()).toEqual(['valid not-checked', 'valid not-checked']);
  await importAs('list', now, list);
  expect(await verdicts()).toEqual(['valid checked', 'revoked checked']);
  await removeTrustedSource(db, 'list');
  expect(await verdicts()).toEqual(['valid not-checked', 'valid not-checked']);
  // Of another key of the issuer: it says nothing of these cards.
  await importAs('list', now, { ...list, kid: 'EBKOr72QQDcTBUuVzAzkfBTGew0ZA16GuWty64nS-sw' });
  expect(await verdicts()).toEqual(['valid not-checked', 'valid not-checked']);
  await importAs('list', now, list);
});

test('verifiers find the list, signed, and judge by it without a network', async () => {
  await publishLists(db, running.issuer, now);
  const { keys } = await readTrustList((await get('/status/trust-list')).body);
  const documents = await readDocumentTrustList((await get('/status/document-trust-list')).body, keys);
  const { lists, publishedAt, nextPublicationAt } = await head();
  expect(Date.parse(nextPublicationAt) - Date.parse(publishedAt)).toBe(14 * day);
  const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
  expect(lists).toEqual([
    {
      iss: owner.iss,
      kid,
      version: 1,
      checkedAt: instant(now),
      staleAfter: instant(now + 7 * day),
      sha256: lists[0]?.sha256,
    },
  ]);
  const [named] = lists;
  if (!named) throw new Error('No list.');
  for (const folder of ['/status/card-revocations', '/verify/data/card-revocations']) {
    const file = await get(`${folder}/${named.sha256}`);
    expect(file.headers['cache-control']).toContain('immutable');
    expect(packedRidsName(file.rawPayload)).toBe(named.sha256);
    const status = [openCardList(named, file.rawPayload)];
    const said = async (jws: string, at: number) => {
      const found = await verify(jws, { trust: documents.keys, at, status });
      return `${found.verdict} ${found.checks.find(({ name }) => name === 'status')?.code}`;
    };
    expect(await said(revokedCard, now)).toBe('revoked status.revoked');
    expect(await said(card, now)).toBe('valid status.in-force');
    expect(await said(card, now + 8 * day)).toBe('valid status.stale');
  }
  for (const [name, status] of [
    ['A'.repeat(43), 404],
    ['x', 400],
    ['..%2f..%2fetc', 400],
  ] as const)
    expect((await get(`/status/card-revocations/${name}`)).statusCode).toBe(status);
});

test('where several sources have a list for a key, the newest counts', async () => {
  await importAs('other', now + 1, { ...list, ctr: 0, rids: [] });
  await publishLists(db, running.issuer, now);
  expect((await head()).lists).toMatchObject([{ version: 1 }]);
  await importAs('other', now + 2, { ...list, ctr: 2, rids: ['x'] });
  await publishLists(db, running.issuer, now);
  expect((await head()).lists).toMatchObject([{ version: 2 }]);
  expect(await verdicts()).toEqual(['valid checked', 'valid checked']);
  await removeTrustedSource(db, 'other');
  expect(await verdicts()).toEqual(['valid checked', 'revoked checked']);
});

test('what the head names is there until an hour after a newer head is, whatever is imported or removed', async () => {
  await importAs('list', now, list);
  const then = now + 2 * hour;
  // What earlier heads named goes.
  await publishLists(db, running.issuer, now);
  await publishLists(db, running.issuer, then);
  const [old] = (await head()).lists;
  const url = (name: string | undefined) => `/status/card-revocations/${name}`;
  const kept = async () =>
    (await db.selectFrom('packed_rids').select('sha256').execute()).map(({ sha256 }) => sha256);
  const statusOf = async () => (await get(url(old?.sha256))).statusCode;

  await importAs('list', now + 3, { ...list, ctr: 8, rids: ['never-published'] });
  await importAs('list', now + 4, { ...list, ctr: 9, rids: ['y'] });
  expect((await head()).lists).toEqual([old]);
  expect([await statusOf(), (await kept()).length]).toEqual([200, 3]);
  await removeTrustedSource(db, 'list');
  expect((await head()).lists).toEqual([old]);
  expect(await statusOf()).toBe(200);
  await importAs('list', now + 5, { ...list, ctr: 9, rids: ['y'] });

  await publishLists(db, running.issuer, then + hour);
  const [newer] = (await head()).lists;
  expect(newer).toMatchObject({ version: 9 });
  // No head ever named the third.
  expect((await kept()).sort()).toEqual([old?.sha256, newer?.sha256].sort());
  await publishLists(db, running.issuer, then + 2 * hour);
  expect(await statusOf()).toBe(200);
  await publishLists(db, running.issuer, then + 2 * hour + 1);
  expect([await kept(), await statusOf()]).toEqual([[newer?.sha256], 404]);
  for (const folder of ['/status', '/verify/data'])
    expect((await get(`${folder}/card-revocations/${newer?.sha256}`)).statusCode).toBe(200);
});

test('one that is named again is kept as before', async () => {
  const rids = [
    { ...list, rids: ['a'] },
    { ...list, ctr: 2, rids: ['b'] },
    { ...list, ctr: 3, rids: ['a'] },
  ];
  for (const [n, one] of rids.entries()) {
    await importAs('list', now + n, one);
    await publishLists(db, running.issuer, now + 5 * hour + n);
  }
  await publishLists(db, running.issuer, now + 7 * hour);
  const [named] = (await head()).lists;
  expect((await get(`/status/card-revocations/${named?.sha256}`)).statusCode).toBe(200);
});

test('whoever holds a file is told so from its name alone: nothing is read', async () => {
  const name = 'A'.repeat(43);
  for (const folder of ['/status', '/verify/data']) {
    const url = `${folder}/card-revocations/${name}`;
    expect((await get(url, { 'if-none-match': `"${name}"` })).statusCode).toBe(304);
    expect((await get(url)).statusCode).toBe(404);
  }
});

test('that a key set announces a newer list reaches verifiers with the head; the list of keys stays as it is', async () => {
  const set = JSON.parse(keySet);
  const announcing = (crlVersion: number) => ({
    keys: set.keys.map((one: object, n: number) => (n === 0 ? { ...one, crlVersion } : one)),
  });
  const offline = async () => {
    const { keys } = await readTrustList((await get('/status/trust-list')).body);
    const documents = await readDocumentTrustList((await get('/status/document-trust-list')).body, keys);
    const sources = (await head()).lists.map(async (one) =>
      openCardList(one, (await get(`/status/card-revocations/${one.sha256}`)).rawPayload),
    );
    const status = await Promise.all(sources);
    const found = [card, revokedCard].map((jws) => verify(jws, { trust: documents.keys, at: now, status }));
    return (await Promise.all(found)).map((one) => `${one.verdict} ${one.status.state}`);
  };
  await importAs('list', now, list);
  await importAs('keys', now, announcing(1));
  await publishLists(db, running.issuer, now + 8 * hour);
  const { body } = await get('/status/document-trust-list');
  expect(Buffer.from(body.split('.')[1] as string, 'base64url').toString()).not.toContain('crlVersion');
  expect((await head()).lists[0]).not.toHaveProperty('announced');
  expect(await offline()).toEqual(['valid checked', 'revoked checked']);
  expect(await verdicts()).toEqual(await offline());

  await importAs('keys', now + 1, announcing(2));
  await publishLists(db, running.issuer, now + 9 * hour);
  expect((await get('/status/document-trust-list')).body).toBe(body);
  expect((await head()).lists).toMatchObject([{ version: 1, announced: 2 }]);
  expect(await offline()).toEqual(['valid not-checked', 'revoked checked']);
  expect(await verdicts()).toEqual(await offline());

  await importAs('list', now + 2, { ...list, ctr: 2 });
  await publishLists(db, running.issuer, now + 10 * hour);
  expect(await offline()).toEqual(['valid checked', 'revoked checked']);
  expect(await verdicts()).toEqual(await offline());
});

test('ten thousand lists are kept, and published', async () => {
  const issuerInfo = Array.from({ length: 100 }, (_, n) => ({
    issuer: { iss: `https://issuer-${n}.example` },
    crls: Array.from({ length: 100 }, (__, m) => ({
      ...list,
      kid: String(m).padStart(43, '0'),
      rids: [`rid-${n}-${m}`],
    })),
  }));
  await importAs('many', now, { issuerInfo });
  await publishLists(db, running.issuer, now + 11 * hour);
  expect((await head()).lists.length).toBe(10_001);
  await removeTrustedSource(db, 'many');
});

test('a list of hundreds of thousands of ids is small, and is packed and published in seconds', async () => {
  const rids = Array.from({ length: 300_000 }, (_, n) =>
    Buffer.from(String(n).padStart(8, '0')).toString('base64url'),
  );
  await importAs('list', now + 3, { ...list, ctr: 3, rids });
  await publishLists(db, running.issuer, now + 12 * hour);
  const [named] = (await head()).lists;
  expect((await get('/status/card-revocations')).body.length).toBeLessThan(1_000);
  const file = await get(`/status/card-revocations/${named?.sha256}`, { 'accept-encoding': 'gzip' });
  // Hashes cannot be compressed.
  expect(file.headers['content-encoding']).toBeUndefined();
  expect(file.rawPayload).toHaveLength(8 + 7 * rids.length);
});
