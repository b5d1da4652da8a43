import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepTrustedSource, removeTrustedSource } from '../../src/registry/trusted-sources.ts';
import { importTrust } from '../../src/trust-import/import-trust.ts';
import { runningApp } from '../running-app.ts';
import { euCases, euSigners } from '../trust-import/eu-test-data.ts';
import { gatewayEntry } from '../trust-import/made-certificates.ts';

const running = await runningApp({ MOHAR_PUBLISH_SECONDS: '3600' });
const { db } = running.database;
afterAll(() => running.close());

/** As a stranger: without a key. */
const ask = async (qr: string) =>
  (await running.app.inject({ method: 'POST', url: '/verify', payload: { qr } })).json();
const specification = (name: string) =>
  readFileSync(new URL(`../../../../test-vectors/smart-health-card/specification/${name}`, import.meta.url));

const austrian = euCases.find(({ file }) => file === 'AT/2DCode/raw/1.json')?.PREFIX ?? '';
const card = specification('example-01-f-qr-code-numeric-value-0.txt').toString().trim();

beforeAll(async () => {
  expect((await ask(austrian)).verdict).toBe('untrusted-issuer');
  expect((await ask(card)).verdict).toBe('untrusted-issuer');
});

test('a document of another issuer counts from the import of its key on, and no longer when that is removed', async () => {
  const list = euSigners.map(({ country, base64 }) => gatewayEntry({ base64, kid: '' }, country));
  // As of then: its signers have ended since.
  const eu = await importTrust('eu', [Buffer.from(JSON.stringify(list))], { at: Date.parse('2021-07-01') });
  await keepTrustedSource(db, { name: 'eu', kind: 'eu', importedAt: new Date() }, eu.keys);
  expect(await ask(austrian)).toMatchObject({ verdict: 'expired', issuerName: 'Austria', format: 'eu-dcc' });
  expect((await ask(card)).verdict).toBe('untrusted-issuer');

  const iss = 'https://spec.smarthealth.cards/examples/issuer';
  const { keys } = await importTrust('shc', [specification('issuer.jwks.json')], {
    at: Date.now(),
    cardIssuer: { iss, name: 'The specification' },
  });
  await keepTrustedSource(db, { name: 'cards', kind: 'shc', importedAt: new Date() }, keys);
  expect(await ask(card)).toMatchObject({ verdict: 'valid', issuerName: 'The specification' });

  await removeTrustedSource(db, 'eu');
  expect((await ask(austrian)).verdict).toBe('untrusted-issuer');
  expect((await ask(card)).verdict).toBe('valid');
});
