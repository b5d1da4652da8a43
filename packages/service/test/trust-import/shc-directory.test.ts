import { readFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportSPKI, importJWK, type JWK } from 'jose';
import { expect, test } from 'vitest';
import { importCardIssuers } from '../../src/trust-import/shc-directory.ts';

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

test('a directory’s snapshot: each key under its issuer’s URL', async () => {
  const { keys, rejected } = await importCardIssuers(snapshotOf([key, withChain]));
  expect(rejected).toEqual([]);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toEqual({
    issuer: iss,
    issuerName: 'The specification',
    verificationMethod: `${iss}#3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s`,
    publicKey: `${await exportSPKI((await importJWK(key, 'ES256')) as CryptoKey)}\n`,
    document: { format: 'shc', keyId: await calculateJwkThumbprint(key), iss },
  });
});

test('one issuer’s key set, where it is said whose', async () => {
  const { keys } = await importCardIssuers(JSON.stringify(jwks), { iss, name: 'Example' });
  expect(keys).toMatchObject([{ issuerName: 'Example', document: { iss } }, { issuer: iss }]);
  await expect(importCardIssuers(JSON.stringify(jwks))).rejects.toThrow('--iss');
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
  const { keys, rejected } = await importCardIssuers(snapshotOf([...cases.map(([one]) => one), key]));
  expect(keys).toHaveLength(1);
  for (const [n, [, why]] of cases.entries()) expect(rejected[n]?.why).toMatch(why);

  const offCurve = { ...key, x: key.y as string };
  const kid = await calculateJwkThumbprint(offCurve);
  expect((await importCardIssuers(snapshotOf([{ ...offCurve, kid }]))).rejected[0]?.why).toMatch(/no point/);

  for (const wrong of [
    'http://a.example',
    'https://a.example/',
    'did:india',
    'urn:iso:std:iso:3166:DE',
    'https://a.example/?x',
  ]) {
    const { rejected: left } = await importCardIssuers(snapshotOf([key], { iss: wrong, name: 'x' }));
    expect(left[0]?.why, wrong).toMatch(/https URL/);
  }
  for (const right of ['https://a.example', 'https://a.example/creds', 'https://a.example/a/b-c']) {
    expect((await importCardIssuers(snapshotOf([key], { iss: right }))).keys).toMatchObject([
      { issuerName: right },
    ]);
  }
});

test('a list of names alone, and what is no directory, are refused', async () => {
  const names = JSON.stringify({ participating_issuers: [{ iss, name: 'x' }] });
  await expect(importCardIssuers(names)).rejects.toThrow(/snapshot/);
  for (const text of ['', '[]', '{}', '{"issuerInfo":[{}]}', '{"issuerInfo":[1]}', '{"keys":[1]}']) {
    await expect(importCardIssuers(text, { iss, name: 'x' })).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  }
});
