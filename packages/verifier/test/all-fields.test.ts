import { keysOfIssuers } from '@mohar/credential/trust/signed-trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { describe, expect, it } from 'vitest';
import { loadWords } from '../src/language/load-words.ts';
import { allFields } from '../src/result/all-fields.ts';
import { makeScenarios } from './browser/certificates/scenarios.ts';

const { app: english } = await loadWords('en');
const { app: hindi } = await loadWords('hi');
const { own, documents, documentIssuers } = await makeScenarios();
const trust = keysOfIssuers([own.issuer, ...documentIssuers]);

/** What a scenario's certificate says, as verified. */
async function read(name: string) {
  const scenario = documents.find((one) => one.name === name);
  const { content, format } = await verify(scenario?.payload ?? '', { trust, at: Date.now() });
  if (!content) throw new Error(`${name} has no content.`);
  return { content, format };
}

/** Every value, wherever it stands. */
const valuesIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value];

describe.each(
  documents.filter(({ verdict, name }) => verdict === 'valid' && name !== 'compact').map(({ name }) => name),
)('%s', (name) => {
  it('has a word for each member, in every language', async () => {
    const { content, format } = await read(name);
    const inEnglish = Object.values<string>(english.fields);
    for (const { label } of allFields(content, english.fields, format)) expect(inEnglish).toContain(label);
    for (const { label } of allFields(content, hindi.fields, format)) {
      expect(label).toMatch(/\p{Script=Devanagari}/u);
    }
  });

  it('leaves out nothing but what only tells machines of the kind of document', async () => {
    const { content, format } = await read(name);
    const shown = allFields(content, english.fields, format).map(({ value }) => value);
    const left = valuesIn(content).filter(
      (value) => typeof value !== 'number' && !shown.includes(String(value)),
    );
    for (const value of left) expect(value).toMatch(/^(https:\/\/smarthealth\.cards#[\w-]+|collection)$/);
  });
});

it('tells the members of a WHO test apart from what holds it together', async () => {
  const { content, format } = await read('DDCC test');
  expect(allFields(content, english.fields, format)).toContainEqual({
    label: 'Kind of test',
    value: '1334426561',
  });
});

it('writes the times of a health card as times', async () => {
  const { content, format } = await read('SMART Health Card');
  expect(allFields(content, english.fields, format)).toContainEqual({
    label: 'Issued',
    value: '2026-05-01T10:20:30.000Z',
  });
  expect(allFields({ nbf: 1e300 }, english.fields, format)).toEqual([{ label: 'Issued', value: '1e+300' }]);
});

it('takes no member’s name for something of JavaScript', () => {
  const content = JSON.parse('{"constructor":"a","v":{"__proto__":{"toString":"b"}}}');
  expect(allFields(content, english.fields, 'eu-dcc')).toEqual([
    { label: 'constructor', value: 'a' },
    { label: 'v › __proto__ › toString', value: 'b' },
  ]);
});

it('shows credentials by the names of their members, holder and event without saying so', () => {
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    credentialSubject: { type: 'Person', name: 'Asha Rao', address: { city: 'Pune', other: '' } },
    evidence: [{ type: ['Vaccination'], batch: 'B1', facility: { name: 'PHC' } }],
    proof: { proofValue: 'z' },
  };
  expect(allFields(credential, english.fields, 'w3c-vc2')).toEqual([
    { label: 'Name', value: 'Asha Rao' },
    { label: 'Address › Town', value: 'Pune' },
    { label: 'Batch', value: 'B1' },
    { label: 'Facility › Name', value: 'PHC' },
  ]);
});
