import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diseaseNamed } from '../../../src/codes/diseases.ts';
import { loincMethodOf } from '../../../src/codes/test-types.ts';
import type { TestEvent, VaccinationEvent } from '../../../src/event/health-event.ts';
import { parseTest } from '../../../src/event/parse-test.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import type {
  DiseaseCodes,
  TestRecord,
  VaccinationRecord,
  VaccineCodes,
} from '../../../src/formats/export-record.ts';

export const certificateId = 'ZW7QD48VXF7XQXTV3';
const issued = {
  certificateId,
  issuedAt: '2026-05-01T10:20:30.123Z',
  country: { alpha2: 'IN', alpha3: 'IND' },
  issuerName: 'Ministry of Health',
};
const setting = { now: Date.parse('2026-06-01T00:00:00Z'), timeZone: 'Asia/Kolkata' };
const covid = diseaseNamed('COVID-19') as DiseaseCodes;

export const comirnaty: VaccineCodes = {
  icd11Code: 'XM8NQ0',
  icd11Type: 'XM0GQ8',
  prophylaxis: 'COVID-19 vaccine, RNA based',
};

const read = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../..', ...path), 'utf8'));

export const example = (name: string): unknown => read('examples', `${name}.json`);
export const vector = (folder: string, name: string): unknown => read('test-vectors', folder, name);

/** The record of an event as a source system sends it. */
export function vaccinationRecord(
  event: unknown,
  codes: { readonly disease?: DiseaseCodes; readonly vaccine?: VaccineCodes } = { vaccine: comirnaty },
): VaccinationRecord {
  const parsed = parseVaccination(event, 'international', setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { ...issued, event: parsed.value as VaccinationEvent, disease: covid, ...codes };
}

export function testRecord(event: unknown, disease: DiseaseCodes = covid): TestRecord {
  const parsed = parseTest(event, setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const value: TestEvent = parsed.value;
  const loincMethod = loincMethodOf(value.testDetails.testType);
  return { ...issued, event: value, disease, test: loincMethod ? { loincMethod } : {} };
}
