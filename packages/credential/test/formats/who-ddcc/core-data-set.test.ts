import { describe, expect, test } from 'vitest';
import { NotExpressibleError } from '../../../src/formats/not-expressible-error.ts';
import { coreDataSetOfDivoc } from '../../../src/formats/who-ddcc/core-data-set-of-divoc.ts';
import { coreDataSetOf } from '../../../src/formats/who-ddcc/core-data-set-of-record.ts';
import type { JsonObject } from '../../../src/json.ts';
import { comirnaty, example, testRecord, vaccinationRecord, vector } from './records.ts';

const vaccine = vector('who-ddcc', 'who-fixture-divoc-vaccine.json') as JsonObject;
const testResult = vector('who-ddcc', 'who-fixture-divoc-test-result.json') as JsonObject;
const expected = vector('who-ddcc', 'who-divoc-expected.json') as Record<string, JsonObject>;
const expectedVaccine = expected['who-fixture-divoc-vaccine.json'] as JsonObject;
const expectedTest = expected['who-fixture-divoc-test-result.json'] as JsonObject;

/** The list of expected values writes identifiers and codes without a system as their one text. */
function flat(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value);
  if (names.length === 1 && (names[0] === 'code' || names[0] === 'value')) return Object.values(value)[0];
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === 'issuer' ? ['issuer.display', member.display] : [name, flat(member)],
    ),
  );
}

describe("WHO's expected values of DIVOC's credentials", () => {
  test('vaccination, with @context and with context', () => {
    const { context, ...rest } = vaccine;
    for (const credential of [vaccine, { ...rest, '@context': context as string[] }]) {
      const core = flat(coreDataSetOfDivoc(credential)) as JsonObject;
      expect(core).toMatchObject(expectedVaccine);
      // WHO's list leaves the manufacturer out, though its map carries it.
      expect(core.vaccination).toEqual({
        ...(expectedVaccine.vaccination as JsonObject),
        manufacturer: 'US',
      });
    }
  });

  test('test result', () => {
    expect(flat(coreDataSetOfDivoc(testResult))).toEqual(expectedTest);
  });

  test('a credential of another kind is none', () => {
    expect(coreDataSetOfDivoc({ ...vaccine, type: ['VerifiableCredential'] })).toBeUndefined();
    expect(coreDataSetOfDivoc({})).toBeUndefined();
  });
});

/** What a source system sent to get a credential of DIVOC's. */
function eventOf({ credentialSubject, evidence }: JsonObject) {
  const { id: identity, refId, ...subject } = credentialSubject as JsonObject;
  const [details] = evidence as unknown as readonly [JsonObject];
  const { name } = details.facility as JsonObject;
  const address = { addressLine1: 'x', district: 'x', state: 'x', pincode: '1' };
  return {
    details,
    common: {
      preEnrollmentCode: refId,
      recipient: { ...subject, identity, contact: [], address: null },
      facility: { name, address },
    },
  };
}

describe('the same events, by our own records', () => {
  // Whose certificate it is differs; the country is the alpha-3 code that the core data set asks for.
  const hcid = 'ZW7QD48VXF7XQXTV3';
  const country = { system: 'urn:iso:std:iso:3166', code: 'IND' };

  test('vaccination', () => {
    const { common, details } = eventOf(vaccine);
    const {
      vaccine: name,
      batch,
      manufacturer,
      date,
      effectiveStart,
      effectiveUntil,
      dose,
      totalDoses,
    } = details;
    const event = {
      ...common,
      vaccination: { name, batch, manufacturer, date, effectiveStart, effectiveUntil, dose, totalDoses },
      vaccinator: details.verifier,
    };
    // The credential knows the type alone.
    const record = vaccinationRecord(event, { vaccine: { icd11Code: 'XM0GQ8', prophylaxis: 'RNA based' } });
    const core = flat(coreDataSetOf(record)) as JsonObject;
    expect(core).toMatchObject({
      ...expectedVaccine,
      certificate: { hcid, period: (expectedVaccine.certificate as JsonObject).period },
      vaccination: { ...(expectedVaccine.vaccination as JsonObject), country },
    });
  });

  test('test result', () => {
    const { common, details } = eventOf(testResult);
    const core = flat(coreDataSetOf(testRecord({ ...common, testDetails: details })));
    expect(core).toMatchObject({ ...expectedTest, certificate: { hcid } });
  });
});

describe('what the record knows beyond', () => {
  test('a vaccine of the catalogue has its product code', () => {
    const { vaccination } = coreDataSetOf(vaccinationRecord(example('vaccination-international')));
    expect(vaccination.vaccine.code).toBe('XM0GQ8');
    expect(vaccination.brand).toEqual({
      system: 'http://id.who.int/icd11/mms',
      code: 'XM8NQ0',
      display: 'Comirnaty',
    });
    expect(vaccination.disease?.code).toBe('RA01');
  });

  test('a birth date stays as precise as it is known, and may be unknown', () => {
    const record = vaccinationRecord(example('vaccination-international'));
    expect(coreDataSetOf(record).birthDate).toBe('1979-11');
    const { dob, ...recipient } = record.event.recipient;
    expect(coreDataSetOf({ ...record, event: { ...record.event, recipient } })).not.toHaveProperty(
      'birthDate',
    );
  });

  test('a time without seconds or zone is left out of a date', () => {
    const record = vaccinationRecord(example('vaccination-international'));
    const vaccination = { ...record.event.vaccination, date: '2022-01-20T08:15', civilDate: '2022-01-20' };
    const core = coreDataSetOf({ ...record, event: { ...record.event, vaccination } });
    expect(core.vaccination.date).toBe('2022-01-20');
  });

  test("another disease's result is said in SNOMED CT", () => {
    const measles = { name: 'Measles', icd11: '1F03', snomed: '14189004' };
    const core = coreDataSetOf(testRecord(example('test'), measles));
    expect(core.test.result).toEqual({ system: 'http://snomed.info/sct', code: '260385009' });
    expect(core.test.pathogen.code).toBe('1F03');
  });
});

test('every fault is named, with its place in the event', () => {
  const record = vaccinationRecord(example('vaccination-international'), { vaccine: comirnaty });
  const { batch, ...vaccination } = record.event.vaccination;
  const { vaccine: _, ...lacking } = { ...record, event: { ...record.event, vaccination } };
  const refused = () => coreDataSetOf(lacking);
  expect(refused).toThrow(NotExpressibleError);
  try {
    refused();
  } catch (error) {
    expect((error as NotExpressibleError).faults.map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/vaccination/name', 'unknown-vaccine'],
      ['/vaccination/batch', 'required'],
    ]);
  }
});
