import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { readDocumentTrustList, readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { compactVerify, importSPKI } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openImportedTrust } from '../../src/publishing/imported-trust.ts';
import { publishLists } from '../../src/publishing/publish.ts';
import {
  importedKeys,
  keepTrustedSource,
  removeTrustedSource,
  trustedSources,
} from '../../src/registry/trusted-sources.ts';
import { importEuList } from '../../src/trust-import/eu-gateway.ts';
import { runningApp } from '../running-app.ts';
import { at, gatewayEntry, makeAuthority, makeCertificate } from '../trust-import/made-certificates.ts';

const running = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
const { db } = running.database;
const get = (url: string, headers: Record<string, string> = {}) => running.app.inject({ url, headers });
beforeAll(async () => {
  // What the service publishes at its start must not come between.
  while ((await get('/status/filter-delta')).statusCode !== 200) await sleep(20);
});
afterAll(() => running.close());

const now = Date.now();
const hour = 3_600_000;
const day = 24 * hour;
const url = '/status/document-trust-list';
const publish = (time = now) => publishLists(db, running.issuer, time);
const listed = async () => {
  const { keys } = await readTrustList((await get('/status/trust-list')).body);
  return readDocumentTrustList((await get(url)).body, keys);
};

async function keysOf(country: string): Promise<readonly TrustedKey[]> {
  const csca = await makeAuthority(country);
  const dsc = await makeCertificate({ country, name: 'DSC', by: csca });
  const list = [gatewayEntry(csca, country, 'CSCA'), gatewayEntry(dsc, country)];
  return (await importEuList(JSON.stringify(list), at)).keys;
}

test('is there from the start, empty; the trust list of the own issuers does not change with it', async () => {
  const list = await listed();
  expect(list.issuers).toEqual([]);
  const before = (await get('/status/trust-list')).body;
  await keepTrustedSource(db, { name: 'eu', kind: 'eu', importedAt: new Date(now) }, await keysOf('DE'));
  await publish();
  expect((await get('/status/trust-list')).body).toBe(before);
});

test('says what was imported, signed by the issuer’s key, and is sent once', async () => {
  const [german] = [...(await keysOf('DE'))] as [TrustedKey];
  const [french] = [...(await keysOf('FR'))] as [TrustedKey];
  await keepTrustedSource(db, { name: 'eu', kind: 'eu', importedAt: new Date(now + 1) }, [german]);
  await keepTrustedSource(db, { name: 'gdhcn', kind: 'gdhcn', importedAt: new Date(now + 2) }, [
    french,
    german,
  ]);
  await publish();
  const list = await listed();
  expect(list.issuers.map(({ id, name, keys }) => [id, name, keys.length])).toEqual([
    ['urn:iso:std:iso:3166:DE', { en: 'Germany' }, 2],
    ['urn:iso:std:iso:3166:FR', { en: 'France' }, 1],
  ]);
  expect(list.keys).toEqual([german, german, french]);
  expect(Date.parse(list.nextPublicationAt) - Date.parse(list.publishedAt)).toBe(14 * 24 * hour);

  const answer = await get(url);
  expect(answer.headers['content-type']).toBe('application/mohar-document-trust-list+jws');
  expect(answer.headers['cache-control']).toMatch(/^public, max-age=/);
  const again = await get(url, { 'if-none-match': String(answer.headers.etag) });
  expect(again.statusCode).toBe(304);
  expect((await get('/verify/data/document-trust-list.jws')).body).toBe(answer.body);
  const key = await importSPKI(String(running.issuer.trust[0]?.publicKey), 'EdDSA');
  const { protectedHeader } = await compactVerify(answer.body, key);
  expect(protectedHeader.typ).toBe('mohar-document-trust-list+jws');
});

test('is signed anew weekly, and at once where other keys were imported, or some removed', async () => {
  const { body } = await get(url);
  await publish(now + 6 * day);
  expect((await get(url)).body).toBe(body);
  await publish(now + 8 * day);
  const renewed = (await get(url)).body;
  expect(renewed).not.toBe(body);
  const again = [...(await importedKeys(db))].slice(0, 1);
  await keepTrustedSource(db, { name: 'eu', kind: 'eu', importedAt: new Date(now + 3) }, again);
  await publish(now + 8 * day);
  // The same keys, imported again: nothing that devices would have to fetch.
  expect((await get(url)).body).toBe(renewed);
  expect(await removeTrustedSource(db, 'gdhcn')).toBe(true);
  expect(await removeTrustedSource(db, 'gdhcn')).toBe(false);
  await publish(now + 8 * day);
  expect((await listed()).issuers.map(({ id }) => id)).toEqual(['urn:iso:std:iso:3166:DE']);
});

test('keys at hand are read when something changed, and are the same objects otherwise', async () => {
  const imported = openImportedTrust(db);
  const first = await imported.current();
  expect(first.keys).toHaveLength(1);
  expect(await imported.current()).toBe(first);
  await keepTrustedSource(db, { name: 'eu', kind: 'eu', importedAt: new Date(now + 9) }, await keysOf('IT'));
  expect((await imported.current()).keys.map(({ issuerName }) => issuerName)).toEqual(['Italy']);
  expect(await trustedSources(db)).toEqual([
    { name: 'eu', kind: 'eu', importedAt: new Date(now + 9), keyCount: 1, listCount: 0 },
  ]);
});

test('what is published goes out compressed to those who take it, each form with a tag of its own', async () => {
  const [key] = [...(await keysOf('DE'))] as [TrustedKey];
  const keys = Array.from({ length: 200 }, (_, n) => ({ ...key, issuerName: `Issuer ${n}` }));
  await keepTrustedSource(db, { name: 'many', kind: 'eu', importedAt: new Date(now + 10) }, keys);
  await publish(now + 8 * day);
  for (const path of [url, '/verify/data/document-trust-list.jws']) {
    const plain = await get(path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers.vary).toBe('accept-encoding');
    for (const header of ['gzip', 'br, gzip;q=0.8', '*', 'deflate, *;q=0.5']) {
      const answer = await get(path, { 'accept-encoding': header });
      expect([path, header, answer.headers['content-encoding']]).toEqual([path, header, 'gzip']);
      expect(answer.headers.vary).toBe('accept-encoding');
      expect(answer.headers['content-type']).toBe(plain.headers['content-type']);
      expect(gunzipSync(answer.rawPayload).equals(plain.rawPayload)).toBe(true);
      expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
      expect(answer.headers.etag).not.toBe(plain.headers.etag);
      const tags = [String(answer.headers.etag), `W/${answer.headers.etag}`, `"x", ${answer.headers.etag}`];
      for (const tag of tags) {
        const again = await get(path, { 'accept-encoding': header, 'if-none-match': tag });
        expect([again.statusCode, again.body]).toEqual([304, '']);
        expect([again.headers.etag, again.headers.vary]).toEqual([answer.headers.etag, 'accept-encoding']);
      }
    }
    for (const header of ['', 'identity', 'br', 'gzip;q=0', '*, gzip;q=0'])
      expect((await get(path, { 'accept-encoding': header })).headers['content-encoding']).toBeUndefined();
    const held = { 'if-none-match': String(plain.headers.etag) };
    expect((await get(path, held)).statusCode).toBe(304);
    expect((await get(path, { ...held, 'accept-encoding': 'gzip' })).statusCode).toBe(200);
  }
});
