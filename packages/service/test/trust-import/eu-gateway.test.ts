import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { importEuList } from '../../src/trust-import/eu-gateway.ts';
import { euSigners } from './eu-test-data.ts';
import { at, gatewayEntry, makeAuthority, makeCertificate } from './made-certificates.ts';

const csca = await makeAuthority('DE');
const otherCsca = await makeAuthority('FR');
const dsc = await makeCertificate({ country: 'DE', name: 'DSC 1', by: csca });
const authorities = [gatewayEntry(csca, 'DE', 'CSCA'), gatewayEntry(otherCsca, 'FR', 'CSCA')];
const listOf = (...entries: object[]) => JSON.stringify([...authorities, ...entries]);

test('a signer of a listed authority counts, in its window, named as documents name it', async () => {
  const signs = await makeCertificate({ country: 'DE', name: 'DSC 2', by: csca, keyUsage: 0x80 });
  expect((await importEuList(listOf(gatewayEntry(signs, 'DE')), at)).keys).toHaveLength(1);
  const { keys, rejected } = await importEuList(listOf(gatewayEntry(dsc, 'DE')), at);
  expect(rejected).toEqual([]);
  expect(keys).toEqual([
    {
      issuer: 'urn:iso:std:iso:3166:DE',
      issuerName: 'Germany',
      verificationMethod: `urn:iso:std:iso:3166:DE#${dsc.kid}`,
      publicKey: dsc.publicPem,
      validFrom: '2026-01-01T00:00:00.000Z',
      validUntil: '2028-01-01T00:00:00.000Z',
      document: {
        format: 'hcert',
        keyId: dsc.kid,
        country: 'DE',
        notAfter: '2028-01-01T00:00:00.000Z',
      },
    },
  ]);
});

test.each([
  ['1.3.6.1.4.1.1847.2021.1.1', ['test']],
  ['1.3.6.1.4.1.1847.2021.1.2', ['vaccination']],
  ['1.3.6.1.4.1.1847.2021.1.3', ['recovery']],
  ['1.3.6.1.4.1.0.1847.2021.1.1', ['test']],
  ['1.3.6.1.4.1.0.1847.2021.1.2', ['vaccination']],
  ['1.3.6.1.4.1.0.1847.2021.1.3', ['recovery']],
  // For something else alone: for none of them.
  ['1.3.6.1.5.5.7.3.2', []],
])('a signer with the extended key usage %s counts for %j', async (usage, events) => {
  const limited = await makeCertificate({ country: 'DE', name: 'limited', by: csca, usages: [usage] });
  const { keys } = await importEuList(listOf(gatewayEntry(limited, 'DE')), at);
  expect(keys.map(({ document }) => document?.format === 'hcert' && document.events)).toEqual([events]);
});

test('what cannot be trusted is left out, and why is said; the rest counts', async () => {
  const stranger = await makeCertificate({ country: 'DE', name: 'stranger', by: await makeAuthority('DE') });
  const foreign = await makeCertificate({ country: 'DE', name: 'foreign', by: otherCsca });
  const ended = await makeCertificate({
    country: 'DE',
    name: 'ended',
    by: csca,
    until: '2026-11-01T00:00:00Z',
  });
  const large = await makeCertificate({ country: 'DE', name: 'P-384', by: csca, curve: 'P-384' });
  const french = await makeCertificate({ country: 'FR', name: 'French', by: otherCsca });
  const early = await makeCertificate({
    country: 'DE',
    name: 'early',
    by: csca,
    from: '2025-06-01T00:00:00Z',
  });
  const unknown = await makeCertificate({ country: 'IT', name: 'IT', by: await makeAuthority('IT') });
  const forOthers = await makeCertificate({ country: 'DE', name: 'for TLS', by: csca, keyUsage: 0x20 });
  const nowhere = await makeCertificate({ name: 'nowhere', by: csca });
  const changed = Buffer.from(dsc.base64, 'base64');
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const cases: readonly [object, RegExp][] = [
    [gatewayEntry(stranger, 'DE'), /no authority .* signed it/],
    [gatewayEntry(foreign, 'DE'), /no authority .* signed it/],
    [gatewayEntry(ended, 'DE'), /ended on 2026-11-01/],
    [gatewayEntry(large, 'DE'), /neither P-256 nor RSA/],
    [gatewayEntry(french, 'DE'), /of another country, FR/],
    [gatewayEntry(early, 'DE'), /no authority .* signed it/],
    [gatewayEntry(unknown, 'IT'), /no authority .* signed it/],
    [gatewayEntry(nowhere, 'DE'), /names no country/],
    [gatewayEntry(forOthers, 'DE'), /no digital signatures/],
    [gatewayEntry(csca, 'DE'), /an authority’s/],
    [gatewayEntry({ base64: changed.toString('base64'), kid: dsc.kid }, 'DE'), /no authority .* signed it/],
    [{ ...gatewayEntry(dsc, 'DE'), rawData: 'bm90IGEgY2VydGlmaWNhdGU=' }, /not an X.509 certificate/],
  ];
  const list = listOf(
    ...cases.map(([entry]) => entry),
    gatewayEntry(dsc, 'DE'),
    gatewayEntry(dsc, 'DE', 'UPLOAD'),
  );
  const { keys, rejected } = await importEuList(list, at);
  expect(keys.map(({ document }) => document)).toMatchObject([
    { format: 'hcert', keyId: dsc.kid, country: 'DE' },
  ]);
  expect(rejected).toHaveLength(cases.length);
  for (const [n, [, why]] of cases.entries()) expect(rejected[n]?.why).toMatch(why);
  expect(rejected[0]?.what).toBe(`DE ${stranger.kid}`);
});

test('Germany’s form: after its signature, which --signed-by demands; signers alone', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const json = JSON.stringify({ certificates: [gatewayEntry(dsc, 'DE')] });
  const signed = (key = privateKey, text = json) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const kidsOf = async (text: string, by?: string) =>
    (await importEuList(text, at, by)).keys.map(
      ({ document }) => document?.format === 'hcert' && document.keyId,
    );

  expect(await kidsOf(`${signed()}\n${json}\n`, pem)).toEqual([dsc.kid]);
  expect(await kidsOf(`${signed()}\n${json}`)).toEqual([dsc.kid]);
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (const forged of [
    `${signed(other.privateKey)}\n${json}`,
    `${signed(privateKey, `${json} `)}\n${json}`,
    `\n${json}`,
    json,
    'not base64\n{"certificates":[]}',
  ]) {
    await expect(importEuList(forged, at, pem)).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
  }
  await expect(importEuList(`${signed()}\n${json}`, at, 'no key')).rejects.toMatchObject({
    code: 'TRUST_IMPORT',
  });
});

test.each([
  '',
  'null',
  '{}',
  '[1]',
  '{"certificates":{}}',
  '[{"country":"DEU","certificateType":"DSC","rawData":""}]',
  '[{',
])('%j is not a list', async (text) => {
  await expect(importEuList(text, at)).rejects.toMatchObject({ code: 'TRUST_IMPORT' });
});

test('signers of the EU’s own test data are read, RSA and P-256', async () => {
  const list = euSigners.map(({ country, base64 }) => gatewayEntry({ base64, kid: '' }, country));
  const { keys, rejected } = await importEuList(JSON.stringify(list), Date.parse('2021-07-01T00:00:00Z'));
  const kinds = keys.map(({ publicKey }) => createPublicKey(String(publicKey)).asymmetricKeyType);
  expect(new Set(kinds)).toEqual(new Set(['ec', 'rsa']));
  expect(euSigners).toHaveLength(36);
  expect(keys).toHaveLength(34);
  expect(rejected).toEqual([
    { what: 'LI ', why: 'its certificate is of another country, SE' },
    { what: 'LV ', why: 'its certificate is an authority’s, which signs no documents' },
  ]);
});
