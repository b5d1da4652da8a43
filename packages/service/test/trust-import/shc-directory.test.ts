import { readFileSync } from 'node:fs';
import { openPackedRids } from '@mohar/credential/status/packed-rids.ts';
import { calculateJwkThumbprint, exportSPKI, importJWK, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { type CardIssuer, importCardIssuers } from '../../src/trust-import/shc-directory.ts';

const jwks: { keys: JWK[] } = JSON.parse(
  readFileSync(
    new URL('../../../../test-vectors/smart-health-card/specification/issuer.jwks.json', import.meta.url),
    'utf8',
  ),
);
const [key, withChain] = jwks.keys as [JWK, JWK];
const iss = 'https://spec.smarthealth.cards/examples/issuer';
const snapshotOf = (keys: readonly object[], issuer: object = { iss, name: 'The specification' }) =>
  JSON.stringify({
    directory: 'https://example.org/vci-issuers.json',
    issuerInfo: [{ issuer, keys, crls: [] }],
  });

const at = Date.parse('2026-11-22T00:00:00Z');
const read = (text: string, issuer?: CardIssuer) => importCardIssuers([text], at, issuer);

test('a directory’s snapshot: each key under its issuer’s URL', async () => {
  const { keys, rejected } = await read(snapshotOf([key, withChain]));
  expect(rejected).toEqual([]);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual({
    issuer: iss,
    issuerName: 'The specification',
    verificationMethod: `${iss}#3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s`,
    publicKey: `${await exportSPKI((await importJWK(key, 'ES256')) as CryptoKey)}\n`,
    document: { format: 'shc', keyId: await calculateJwkThumbprint(key), iss, crlVersion: 1 },
  });
});

test('one issuer’s key set, where it is said whose', async () => {
  const { keys } = await read(JSON.stringify(jwks), { iss, name: 'Example' });
  expect(keys).toMatchObject([{ issuerName: 'Example', document: { iss } }, { issuer: iss }]);
  await expect(read(JSON.stringify(jwks))).rejects.toThrow('--iss');
});

test('keys and issuers that do not count are left out, and why is said', async () => {
  const cases: readonly [object, RegExp][] = [
    [{ ...key, kid: withChain.kid }, /thumbprint/],
    [{ ...key, kid: undefined }, /thumbprint/],
    [{ ...key, d: 'AA' }, /private half/],
    [{ ...key, use: 'enc' }, /not for signatures/],
    [{ ...key, alg: 'ES384' }, /not for signatures/],
    [{ ...key, crv: 'P-384' }, /not a P-256 key/],
    [{ kty: 'RSA', n: 'AA', e: 'AQAB' }, /not a P-256 key/],
  ];
  const { keys, rejected } = await read(snapshotOf([...cases.map(([one]) => one), key]));
  expect(keys).toHaveLength(1);
  for (const [n, [, why]] of cases.entries()) expect(rejected[n]?.why).toMatch(why);

  const offCurve = { ...key, x: key.y as string };
  const kid = await calculateJwkThumbprint(offCurve);
  expect((await read(snapshotOf([{ ...offCurve, kid }]))).rejected[0]?.why).toMatch(/no point/);

  for (const wrong of [
    'http://a.example',
    'https://a.example/',
    'did:india',
    'urn:iso:std:iso:3166:DE',
    'https://a.example/?x',
  ]) {
    const { rejected: left } = await read(snapshotOf([key], { iss: wrong, name: 'x' }));
    expect(left[0]?.why, wrong).toMatch(/https URL/);
  }
  for (const right of ['https://a.example', 'https://a.example/creds', 'https://a.example/a/b-c']) {
    expect((await read(snapshotOf([key], { iss: right }))).keys).toMatchObject([{ issuerName: right }]);
  }
});

test('keys without use or alg count as what the specification demands; others say what else they are for', async () => {
  const { use: _, alg: __, ...bare } = key;
  const keysOf = async (one: object) => {
    const { keys, rejected } = await read(snapshotOf([one]));
    return keys.length === 1 ? 'counts' : rejected[0]?.why;
  };
  expect(await keysOf(bare)).toBe('counts');
  expect(await keysOf({ ...bare, use: 'sig' })).toBe('counts');
  expect(await keysOf({ ...bare, alg: 'ES256' })).toBe('counts');
  for (const other of [{ use: 'enc' }, { alg: 'ES384' }, { use: null }, { alg: '' }])
    expect(await keysOf({ ...bare, ...other })).toMatch(/not for signatures with ES256/);
});

test('a list of names alone, and what is no directory, are refused', async () => {
  const names = JSON.stringify({ participating_issuers: [{ iss, name: 'x' }] });
  await expect(read(names)).rejects.toThrow(/snapshot/);
  for (const text of ['', '[]', '{}', '7', '{"issuerInfo":{}}']) {
    await expect(read(text, { iss, name: 'x' })).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  }
});

test('a bad issuer, or a bad key, takes no good one away with it; which one, and why, is said', async () => {
  const good = { issuer: { iss, name: 'The specification' }, keys: [key] };
  const other = 'https://other.example';
  const owner = { issuer: { iss: other } };
  const cases: readonly [unknown, string, RegExp][] = [
    [null, 'issuerInfo/0', /not an object/],
    [1, 'issuerInfo/0', /not an object/],
    [{}, 'issuerInfo/0', /names no issuer/],
    [{ issuer: other, keys: [] }, 'issuerInfo/0', /names no issuer/],
    [{ issuer: {} }, 'issuerInfo/0', /https URL/],
    [{ issuer: { iss: `${other}/\u0000` }, keys: [key] }, `issuerInfo/0 ${other}/\ufffd`, /https URL/],
    [{ issuer: { iss: `${other}/\u001b[2J` } }, `issuerInfo/0 ${other}/\ufffd[2J`, /https URL/],
    [{ issuer: { iss: `${other}/\ud800` } }, `issuerInfo/0 ${other}/\ufffd`, /https URL/],
    [{ ...owner, keys: { a: 1 } }, `issuerInfo/0 ${other}`, /keys are not an array/],
    [{ ...owner, crls: 'x' }, `issuerInfo/0 ${other}`, /crls are not an array/],
    [{ ...owner, keys: [7] }, `${other} keys/0`, /not an object/],
    [{ ...owner, keys: [{ ...key, kid: 'a\nb' }] }, `${other} a\ufffdb`, /thumbprint/],
    [{ ...owner, keys: [{ kid: 'x'.repeat(9_000) }] }, `${other} ${'x'.repeat(278)}…`, /P-256/],
    [{ ...owner, keys: Array(2_000).fill(key) }, `${other} keys`, /at most 1000 keys/],
  ];
  for (const [bad, what, why] of cases) {
    const { keys, rejected } = await read(JSON.stringify({ issuerInfo: [bad, good] }));
    expect(keys, what).toMatchObject([{ issuer: iss }]);
    expect(rejected, what).toEqual([{ what, why: expect.stringMatching(why) }]);
  }
  const nothing = await read(JSON.stringify({ issuerInfo: [{ ...owner, keys: null, crls: null }, good] }));
  expect([nothing.keys.length, nothing.rejected]).toEqual([1, []]);
  const set = await read(JSON.stringify({ keys: [1, key] }), { iss, name: 'x' });
  expect([set.keys.length, set.rejected.length]).toEqual([1, 1]);
});

test('an issuer’s name that cannot be shown or kept is left out: its URL is its name', async () => {
  for (const name of ['', 7, null, 'a\u0000', 'a\u202eb', '\ud800', 'x'.repeat(201)])
    expect((await read(snapshotOf([key], { iss, name }))).keys).toMatchObject([{ issuerName: iss }]);
  expect((await read(snapshotOf([key], { iss, name: 'स्वास्थ्य मंत्रालय' }))).keys).toMatchObject([
    { issuerName: 'स्वास्थ्य मंत्रालय' },
  ]);
});

describe('card revocation lists', () => {
  const folder = new URL('../../../../test-vectors/smart-health-card/crl/', import.meta.url);
  const listOf = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const list = listOf(`shc-crl-${key.kid}.json`);
  const owner = { iss, name: 'The specification' };
  const snapshot = (info: object, others: object = {}) =>
    JSON.stringify({
      directory: 'https://example.org/vci-issuers.json',
      time: '2026-11-21T04:00:00Z',
      issuerInfo: [{ issuer: owner, keys: [key, withChain], ...info }],
      ...others,
    });
  const url = `${iss}/.well-known/crl/${key.kid}.json`;

  test('come with a snapshot, as of when the directory fetched them', async () => {
    const times: readonly [object, string][] = [
      [{ lastRetrieved: '2024-04-09T04:34:09Z' }, '2024-04-09T04:34:09.000Z'],
      [{ lastRetrieved: '2022-03-07 12:22:52' }, '2022-03-07T12:22:52.000Z'],
      [{}, '2026-11-21T04:00:00.000Z'],
      [{ lastRetrieved: 'yesterday' }, '2026-11-21T04:00:00.000Z'],
      [{ lastRetrieved: '2027-01-01T00:00:00Z' }, '2026-11-22T00:00:00.000Z'],
    ];
    for (const [said, checkedAt] of times) {
      const { keys, rejected, revocations } = await read(snapshot({ crls: [list], ...said }));
      expect(keys).toHaveLength(2);
      expect(rejected).toEqual([]);
      expect(revocations?.missing).toEqual([]);
      expect(revocations?.lists).toMatchObject([{ iss, kid: key.kid, version: 1 }]);
      expect(revocations?.lists[0]?.checkedAt.toISOString()).toBe(checkedAt);
    }
    const [first] = (await read(snapshot({ crls: [list] }))).revocations?.lists ?? [];
    const revokedBefore = openPackedRids(first?.packed ?? new Uint8Array());
    expect(revokedBefore('FKDIxsTCGlU')).toBe(Number.POSITIVE_INFINITY);
    expect(revokedBefore('vwAjHdarZuc')).toBe(1_795_210_549_000);
  });

  test('come as files of their own: beside the key set, or alone', async () => {
    const files = [JSON.stringify(jwks), JSON.stringify(list)];
    const beside = await importCardIssuers(files, at, owner);
    expect([beside.keys.length, beside.revocations?.lists.length]).toEqual([2, 1]);
    const alone = await read(JSON.stringify({ ...list, ctr: '7' }), owner);
    expect(alone.keys).toEqual([]);
    expect(alone.revocations?.lists).toMatchObject([{ iss, version: 7, checkedAt: new Date(at) }]);
    await expect(read(JSON.stringify(list))).rejects.toThrow(/card revocation list.*--iss/);
  });

  test('that a key announces and that are not there, or older, are named', async () => {
    const missingWith = async (...crls: object[]) =>
      (await read(snapshot({ keys: [{ ...key, crlVersion: '2' }, withChain], crls }))).revocations?.missing;
    expect(await missingWith()).toEqual([url]);
    expect(await missingWith(list)).toEqual([url]);
    expect(await missingWith({ ...list, ctr: 2 })).toEqual([]);
    expect(await missingWith({ ...list, ctr: 3 }, list)).toEqual([]);
    expect((await read(snapshot({}))).revocations?.missing).toEqual([url]);
  });

  test('of several for a key, the newest counts', async () => {
    const { revocations } = await read(snapshot({ crls: [{ ...list, ctr: 3 }, list] }));
    expect(revocations?.lists).toMatchObject([{ version: 3 }]);
  });

  test('that are none, or of no key of their issuer, are left out, and why is said', async () => {
    const wrong: readonly [object, RegExp][] = [
      [{ ...list, method: 'other' }, /unknown method/],
      [{ ...list, rids: [...list.rids, ...list.rids] }, /each once/],
      [{ ...list, rids: ['a b'] }, /revocation ids/],
      [{ ...list, ctr: 'x' }, /ctr/],
      [{ ...list, kid: 'x'.repeat(43) }, /none of its issuer/],
      [{ ...list, kid: 'another' }, /its kid is not a thumbprint/],
    ];
    const { revocations, rejected } = await read(snapshot({ crls: [...wrong.map(([one]) => one), list] }));
    expect(revocations?.lists).toHaveLength(1);
    expect(rejected).toHaveLength(wrong.length);
    for (const [n, [, why]] of wrong.entries()) expect(rejected[n]?.why).toMatch(why);
    const elsewhere = await read(snapshot({ issuer: { iss: 'http://a.example' }, crls: [list] }));
    expect([elsewhere.keys, elsewhere.revocations?.lists]).toEqual([[], []]);
  });

  test('of one issuer take away none of another’s, whatever they are', async () => {
    const other = 'https://other.example';
    const none = [null, 7, 'x', [], {}, { ...list, kid: 'a\u0000' }, { ...list, kid: 'x'.repeat(8_192) }];
    const many = Array.from({ length: 10_000 }, (_, n) => ({ ...list, kid: String(n).padStart(43, '0') }));
    const issuerInfo = [
      // Without keys of its own, any list may be of one of them.
      { issuer: { iss: other }, crls: [...none, ...many] },
      { issuer: owner, keys: [key, withChain], crls: [list] },
    ];
    const { revocations, rejected } = await read(JSON.stringify({ issuerInfo }));
    const kept = Map.groupBy(revocations?.lists ?? [], (one) => one.iss);
    expect(kept.get(iss)).toHaveLength(1);
    expect(kept.get(other)).toHaveLength(100);
    expect(rejected).toEqual([
      ...none.map((_, n) => ({
        what: `${other} crls/${n}`,
        why: expect.stringMatching(/not an object|no card revocation list|not a thumbprint/),
      })),
      { what: other, why: expect.stringContaining('10000 lists of revoked cards') },
    ]);
  });
});
