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

test('a list of names alone, and what is no directory, are refused', async () => {
  const names = JSON.stringify({ participating_issuers: [{ iss, name: 'x' }] });
  await expect(read(names)).rejects.toThrow(/snapshot/);
  for (const text of ['', '[]', '{}', '{"issuerInfo":[{}]}', '{"issuerInfo":[1]}', '{"keys":[1]}']) {
    await expect(read(text, { iss, name: 'x' })).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  }
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
      [{ ...list, kid: 'another' }, /none of its issuer/],
    ];
    const { revocations, rejected } = await read(snapshot({ crls: [...wrong.map(([one]) => one), list] }));
    expect(revocations?.lists).toHaveLength(1);
    expect(rejected).toHaveLength(wrong.length);
    for (const [n, [, why]] of wrong.entries()) expect(rejected[n]?.why).toMatch(why);
    const elsewhere = await read(snapshot({ issuer: { iss: 'http://a.example' }, crls: [list] }));
    expect([elsewhere.keys, elsewhere.revocations?.lists]).toEqual([[], []]);
    await expect(read(snapshot({ crls: [7] }))).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  });
});
