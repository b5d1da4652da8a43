import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestEvent, VaccinationEvent } from '../../../src/event/health-event.ts';
import { parseTest } from '../../../src/event/parse-test.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import type { TestRecord, VaccinationRecord } from '../../../src/formats/export-record.ts';

export const at = Date.parse('2026-06-01T00:00:00Z');
export const certificateId = 'ZW7QD48VXF7XQXTV3';
/** The issuer's, and that of its key. */
export const issuedAt = Date.parse('2026-05-01T10:20:30.123Z');

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../examples', `${name}.json`), 'utf8'));
const setting = { now: at, timeZone: 'Asia/Colombo' };
const base = {
  certificateId,
  issuedAt: '2026-05-01T10:20:30.123Z',
  country: { alpha2: 'LK', alpha3: 'LKA' },
  issuerName: 'Ministry of Health',
  disease: { name: 'COVID-19', icd11: 'RA01.0', icd11Agent: 'XN109', snomed: '840539006' },
};

/** The international vaccination of the examples: a booster, of a holder born in November 1979. */
export function vaccinationRecord(
  change: {
    recipient?: Partial<VaccinationEvent['recipient']>;
    vaccination?: Partial<VaccinationEvent['vaccination']>;
    record?: Partial<VaccinationRecord>;
  } = {},
): VaccinationRecord {
  const parsed = parseVaccination(example('vaccination-international'), 'international', setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { recipient, vaccination } = parsed.value;
  return {
    ...base,
    event: {
      ...parsed.value,
      recipient: { ...recipient, ...change.recipient },
      vaccination: { ...vaccination, ...change.vaccination },
    },
    vaccine: {
      icd11Code: 'XM8NQ0',
      icd11Type: 'XM0GQ8',
      prophylaxis: 'COVID-19 vaccine, RNA based',
      eu: { prophylaxis: '1119349007', product: 'EU/1/20/1528', manufacturer: 'ORG-100030215' },
    },
    ...change.record,
  };
}

/** The test of the examples, negative by PCR, of a holder whose name is here in Latin letters. */
export function testRecord(
  change: {
    recipient?: Partial<TestEvent['recipient']>;
    testDetails?: Partial<TestEvent['testDetails']>;
    facility?: TestEvent['facility'];
    record?: Partial<TestRecord>;
  } = {},
): TestRecord {
  const parsed = parseTest(example('test'), setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { recipient, testDetails, facility } = parsed.value;
  return {
    ...base,
    event: {
      ...parsed.value,
      recipient: { ...recipient, name: 'Ramesh Kumār', ...change.recipient },
      testDetails: { ...testDetails, ...change.testDetails },
      facility: change.facility ?? facility,
    },
    test: { loincMethod: 'LP6464-4' },
    ...change.record,
  };
}
