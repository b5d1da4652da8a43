import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestEvent, VaccinationEvent } from '../../../src/event/health-event.ts';
import { parseTest } from '../../../src/event/parse-test.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import type { TestRecord, VaccinationRecord } from '../../../src/formats/export-record.ts';

export const at = Date.parse('2026-06-01T00:00:00Z');
export const certificateId = 'ZW7QD48VXF7XQXTV3';

const example = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../examples', `${name}.json`), 'utf8'));
const setting = { now: at, timeZone: 'Asia/Colombo' };
const base = {
  certificateId,
  issuedAt: '2026-05-01T10:20:30.123Z',
  country: { alpha2: 'LK', alpha3: 'LKA' },
  issuerName: 'Ministry of Health',
  disease: { name: 'COVID-19', icd11: 'RA01', icd11Agent: 'XN109', snomed: '840539006' },
};

/** The international vaccination of the examples, of a holder known by passport. */
export function vaccinationRecord(
  change: (event: VaccinationEvent) => object = () => ({}),
): VaccinationRecord {
  const parsed = parseVaccination(example('vaccination-international'), 'international', setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return {
    ...base,
    event: { ...parsed.value, ...change(parsed.value) },
    vaccine: { icd11Code: 'XM8NQ0', icd11Type: 'XM0GQ8', prophylaxis: 'COVID-19 vaccine, RNA based' },
  };
}

/** The test of the examples, of a holder whose name is in Devanagari. */
export function testRecord(change: (event: TestEvent) => object = () => ({})): TestRecord {
  const parsed = parseTest(example('test'), setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return {
    ...base,
    event: { ...parsed.value, ...change(parsed.value) },
    test: { loincMethod: 'LP6464-4' },
  };
}

export const testOptions = {
  names: { primary: 'KUMAR', secondary: 'RAMESH' },
  contact: { telephone: '+94112694033', email: 'certificates@health.example' },
};
