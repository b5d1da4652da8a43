import fhirPackage from 'fhir';
import { describe, expect, test } from 'vitest';
import { buildFhirDocument } from '../../../src/formats/who-ddcc/fhir-document.ts';
import type { JsonObject } from '../../../src/json.ts';
import { certificateId, example, testRecord, vaccinationRecord } from './records.ts';

const options = { issuer: 'https://issuer.example/' };
const yellowFever = { name: 'Yellow fever', icd11: '1D47', snomed: '16541001' };

const documents: Record<string, JsonObject> = {
  vaccination: buildFhirDocument(vaccinationRecord(example('vaccination')), options),
  'vaccination with a partial birth date': buildFhirDocument(
    vaccinationRecord(example('vaccination-international')),
    options,
  ),
  'vaccination against yellow fever': buildFhirDocument(
    vaccinationRecord(example('vaccination'), {
      disease: yellowFever,
      vaccine: { icd11Code: 'XM0N24', prophylaxis: 'Yellow fever vaccines' },
    }),
    options,
  ),
  test: buildFhirDocument(testRecord(example('test')), options),
};

const validator = new fhirPackage.Fhir();
const errorsOf = (document: JsonObject) =>
  validator
    .validate(document, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');

const entriesOf = (document: JsonObject) =>
  document.entry as readonly { fullUrl: string; resource: JsonObject & { resourceType: string } }[];
const resourceOf = (document: JsonObject, type: string) =>
  entriesOf(document).find(({ resource }) => resource.resourceType === type)?.resource as JsonObject;

describe.each(Object.entries(documents))('%s', (_, document) => {
  test('passes the FHIR R4 validator, which finds faults put into it', () => {
    expect(errorsOf(document)).toEqual([]);
    const others = entriesOf(document).slice(1);
    const { status, ...lacking } = resourceOf(document, 'Composition');
    expect(errorsOf({ ...document, entry: [{ resource: lacking }, ...others] as never })).not.toEqual([]);
    expect(errorsOf({ ...document, type: 'letter' })).not.toEqual([]);
    expect(errorsOf({ ...document, unexpected: true })).not.toEqual([]);
  });

  test('is a document: Composition first, every reference leads to an entry, every entry is referred to', () => {
    expect(document.type).toBe('document');
    expect(entriesOf(document)[0]?.resource.resourceType).toBe('Composition');
    const urls = entriesOf(document).map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const references = JSON.stringify(document).match(/"reference":"[^"]*"/g) ?? [];
    const targets = new Set(references.map((text) => JSON.parse(`{${text}}`).reference as string));
    expect([...targets].sort()).toEqual(urls.slice(1).sort());
  });

  test('carries the certificate id, and narrative', () => {
    const composition = resourceOf(document, 'Composition');
    expect(composition.identifier).toEqual({ system: options.issuer, value: certificateId });
    expect(JSON.stringify(composition)).toContain('http://www.w3.org/1999/xhtml');
  });
});

test('the same record gives the same document; another certificate other resources', () => {
  const record = vaccinationRecord(example('vaccination'));
  expect(buildFhirDocument(record, options)).toEqual(documents.vaccination);
  const other = buildFhirDocument({ ...record, certificateId: '0000000000000000X' }, options);
  const ids = new Set(entriesOf(documents.vaccination as JsonObject).map(({ fullUrl }) => fullUrl));
  expect(entriesOf(other).some(({ fullUrl }) => ids.has(fullUrl))).toBe(false);
});

test('resource ids are UUIDs', () => {
  for (const { fullUrl } of entriesOf(documents.test as JsonObject)) {
    expect(fullUrl).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('the values of a vaccination', () => {
  const immunization = resourceOf(documents.vaccination as JsonObject, 'Immunization');
  expect(immunization).toMatchObject({
    status: 'completed',
    vaccineCode: {
      coding: [
        { system: 'http://id.who.int/icd11/mms', code: 'XM0GQ8', display: 'COVID-19 vaccine, RNA based' },
      ],
    },
    occurrenceDateTime: '2021-07-12T10:41:00.000Z',
    lotNumber: '4121Z025',
    protocolApplied: [{ doseNumberPositiveInt: 2, seriesDosesPositiveInt: 2 }],
    performer: [{ actor: { display: 'Sooraj Singh' } }],
  });
  expect((documents.vaccination as JsonObject).meta).toEqual({
    profile: ['http://smart.who.int/ddcc/StructureDefinition/DDCCVSDocument'],
  });
  expect(resourceOf(documents.vaccination as JsonObject, 'Patient')).toMatchObject({
    gender: 'female',
    birthDate: '1988-03-14',
  });
});

test('another disease is not called COVID-19, and names no profile of DDCC', () => {
  const document = documents['vaccination against yellow fever'] as JsonObject;
  expect(JSON.stringify(document)).not.toMatch(/covid/i);
  expect(document).not.toHaveProperty('meta');
  expect(resourceOf(document, 'Composition').title).toBe(
    'International Certificate of Vaccination or Prophylaxis',
  );
});

test('the values of a test', () => {
  expect(resourceOf(documents.test as JsonObject, 'Observation')).toMatchObject({
    status: 'final',
    effectiveDateTime: '2022-02-01T06:30:00Z',
    valueCodeableConcept: { coding: [{ system: 'http://id.who.int/icd11/mms', code: 'RA01.1' }] },
    code: {
      coding: [
        { system: 'http://id.who.int/icd/entity', code: '1334426561' },
        { system: 'http://loinc.org', code: 'LP6464-4' },
        { system: 'http://id.who.int/icd11/mms', code: 'XN109' },
      ],
    },
  });
});

test('what a person wrote cannot become markup', () => {
  const record = vaccinationRecord(example('vaccination'));
  const facility = { name: 'A & B <script>"' };
  const document = buildFhirDocument({ ...record, event: { ...record.event, facility } }, options);
  const { section } = resourceOf(document, 'Composition') as unknown as {
    section: [{ text: { div: string } }];
  };
  expect(section[0].text.div).toContain('A &amp; B &lt;script&gt;&quot;');
});
