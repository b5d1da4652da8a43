import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  bundledContexts,
  type ContextDocument,
  w3cCredentialsV1Url,
  w3cCredentialsV2Url,
} from '../../src/credential/contexts/bundled.ts';
import { moharHealthContextUrl } from '../../src/credential/contexts/mohar-health.ts';
import { packCompact } from '../../src/formats/compact/pack.ts';
import type { JsonObject } from '../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../src/proofs/issue-proof.ts';
import { packDivocPayload } from '../../src/qr/divoc-payload.ts';
import { buildStatusList, openStatusList } from '../../src/status/bitstring-status-list.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, signerFor, trustFor, unsigned } from '../sample-issuer.ts';

const suite = 'eddsa-rdfc-2022';
const trust = trustFor(suite);
const created = '2026-05-01T00:00:00Z';

const entity = join(import.meta.dirname, '../../../../countries/default/entities/health-professional');
const { contextUrl, credentialType, subjectType } = JSON.parse(
  readFileSync(join(entity, 'entity.json'), 'utf8'),
);
const context: ContextDocument = JSON.parse(readFileSync(join(entity, 'context.json'), 'utf8'));
const contexts = new Map([...bundledContexts, [contextUrl, context]]);

const signed = (credential: JsonObject, by: CryptosuiteName = suite) =>
  issueProof(credential, cryptosuites[by], signerFor(by), created, contexts);
const answerTo = async (scanned: string | JsonObject, by: CryptosuiteName = suite) => {
  const { verdict, checks } = await verify(scanned, { trust: trustFor(by), at, contexts });
  return [verdict, ...checks.filter(({ name }) => name === 'content').map(({ code }) => code)];
};

describe('a status list, which the key that signs certificates signs too,', () => {
  const issuer = 'https://issuer.example/';
  const unsignedList = buildStatusList({
    url: `${issuer}lists/1`,
    issuer,
    validFrom: created,
    validUntil: '2027-05-01T00:00:00Z',
    revoked: [7],
  });

  test('is no certificate, in whichever wrapping, and a status list still', async () => {
    const list = await signed(unsignedList);
    const wrapped = [list, JSON.stringify(list), packCompact(JSON.stringify(list))];
    for (const scanned of wrapped) {
      expect(await answerTo(scanned)).toEqual(['malformed', 'content.no-holder']);
    }
    const zipped = new TextDecoder().decode(packDivocPayload(JSON.stringify(list), 'text'));
    expect(await answerTo(zipped)).toEqual(['malformed', 'content.no-holder']);
    const source = await openStatusList(list, trust);
    expect(await source.lookUp({ listEntry: { list: `${issuer}lists/1`, index: 7 } })).toEqual({
      state: 'revoked',
    });
  });

  test('is none in another spelling that its signature covers as well', async () => {
    const list = await signed(unsignedList);
    const subject = list.credentialSubject as JsonObject;
    const status = 'https://www.w3.org/ns/credentials/status#';
    const spelt: JsonObject[] = [
      { ...list, type: ['VerifiableCredential', `${status}BitstringStatusListCredential`] },
      { ...list, '@context': [w3cCredentialsV2Url, contextUrl] },
      { ...list, '@context': [w3cCredentialsV2Url, moharHealthContextUrl] },
      {
        ...list,
        '@context': [w3cCredentialsV2Url, contextUrl],
        type: ['VerifiableCredential', `${status}BitstringStatusListCredential`],
        credentialSubject: { ...subject, type: `${status}BitstringStatusList` },
      },
    ];
    for (const one of spelt) expect((await answerTo(one))[0]).not.toBe('valid');
  });

  test('is none under the name of a certificate', async () => {
    const types = [...(unsignedList.type as string[]), 'VaccinationCertificate'];
    const disguised = {
      ...unsignedList,
      '@context': [w3cCredentialsV2Url, moharHealthContextUrl],
      type: types,
    };
    expect(await answerTo(await signed(disguised))).toEqual(['malformed', 'content.no-holder']);
  });
});

describe("a certificate in Mohar's own vocabulary", () => {
  const vaccination = unsigned('domestic', suite);
  const subject = vaccination.credentialSubject as JsonObject;
  const { fullName: _, ...nameless } = subject;
  const { vaccination: dose, ...eventless } = subject;

  test.each(['domestic', 'test'] as const)('%s is valid', async (kind) => {
    expect(await answerTo(await signed(unsigned(kind, suite)))).toEqual(['valid']);
  });

  test.each<[string, JsonObject, string]>([
    ['without a name', { credentialSubject: nameless }, 'content.no-holder'],
    ['without its event', { credentialSubject: eventless }, 'content.no-event'],
    [
      'with a text for its event',
      { credentialSubject: { ...eventless, vaccination: 'done' } },
      'content.no-event',
    ],
    [
      'of another event than its kind’s',
      { type: ['VerifiableCredential', 'TestCertificate'] },
      'content.no-event',
    ],
    ['of no kind', { type: ['VerifiableCredential'] }, 'content.no-event'],
    ['of no kind, in one word', { type: 'VerifiableCredential' }, 'content.no-event'],
  ])('%s is malformed', async (_, change, code) => {
    expect(dose).toBeDefined();
    expect(await answerTo(await signed({ ...vaccination, ...change }))).toEqual(['malformed', code]);
  });
});

describe('a certificate in the vocabulary of a country pack', () => {
  const credential = (url: string, type: readonly string[]): JsonObject => ({
    '@context': [url, contextUrl],
    type,
    issuer: 'https://issuer.example/',
    [url === w3cCredentialsV2Url ? 'validFrom' : 'issuanceDate']: created,
    credentialSubject: { type: subjectType, id: 'https://issuer.example/1' },
  });
  const models = [
    [w3cCredentialsV2Url, suite],
    [w3cCredentialsV1Url, 'Ed25519Signature2018'],
  ] as const;

  test.each(models)('is valid: %s', async (url, by) => {
    const one = await signed(credential(url, ['VerifiableCredential', credentialType]), by);
    expect(await answerTo(one, by)).toEqual(['valid']);
  });

  test.each(models)('but of the kinds of the data model alone: %s', async (url, by) => {
    for (const type of [['VerifiableCredential'], ['VerifiableCredential', 'VerifiablePresentation']]) {
      expect(await answerTo(await signed(credential(url, type), by), by)).toEqual([
        'malformed',
        'content.no-event',
      ]);
    }
  });
});
