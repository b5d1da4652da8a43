import type { Fault } from '../../event/fault.ts';
import type { TestEvent, VaccinationEvent } from '../../event/health-event.ts';
import { hasTimeOfDay } from '../../event/moment.ts';
import type { ExportRecord, TestRecord, VaccinationRecord } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import {
  type CertificateMetadata,
  type Coding,
  type CoreDataSet,
  codeSystems,
  type Sex,
  type TestCoreDataSet,
  type VaccinationCoreDataSet,
} from './core-data-set.ts';
import { present } from './present.ts';
import { originCoding, resultCoding, testTypeCoding } from './test-codes.ts';

/** Version of WHO's logical models that records are expressed in. */
const modelVersion = 'RC2';

/**
 * Says a record in the core data set, as WHO's map does for DIVOC's credentials, with the codes that the record adds.
 *
 * @throws NotExpressibleError where the core data set demands what the record lacks: the vaccine's code, its batch.
 */
export function coreDataSetOf(record: VaccinationRecord): VaccinationCoreDataSet;
export function coreDataSetOf(record: TestRecord): TestCoreDataSet;
export function coreDataSetOf(record: ExportRecord): CoreDataSet;
export function coreDataSetOf(record: ExportRecord): CoreDataSet {
  const { event } = record;
  const { recipient } = event;
  const person = present({
    name: recipient.name,
    birthDate: recipient.dob,
    identifier: { value: recipient.identity },
    sex: sexOf(recipient.gender),
    certificate: certificateOf(record),
  });
  return event.kind === 'vaccination'
    ? { ...person, vaccination: vaccinationOf(record, event) }
    : { ...person, test: testOf(record, event) };
}

function certificateOf({ event, certificateId, issuerName }: ExportRecord): CertificateMetadata {
  const metadata = { issuer: { display: issuerName }, hcid: { value: certificateId }, version: modelVersion };
  if (event.kind !== 'vaccination') return metadata;
  const { effectiveStart: start, effectiveUntil: end } = event.vaccination;
  return { ...metadata, period: { start, end } };
}

function vaccinationOf(record: ExportRecord, { vaccination, vaccinator, facility }: VaccinationEvent) {
  const { vaccine } = record;
  const { batch } = vaccination;
  if (!vaccine || !batch) {
    const faults: Fault[] = [];
    if (!vaccine) faults.push(fault('/vaccination/name', 'unknown-vaccine', 'must have an ICD-11 code'));
    if (!batch) faults.push(fault('/vaccination/batch', 'required', 'must be given'));
    throw new NotExpressibleError('WHO DDCC', faults);
  }
  const { icd11Code, icd11Type = icd11Code } = vaccine;
  const { name, manufacturer, dose, totalDoses } = vaccination;
  return present({
    vaccine: { system: codeSystems.icd11, code: icd11Type, display: vaccine.prophylaxis },
    brand:
      icd11Code === icd11Type
        ? { code: name }
        : { system: codeSystems.icd11, code: icd11Code, display: name },
    manufacturer: { code: manufacturer },
    lot: batch,
    date: instantOr(vaccination.date, vaccination.civilDate),
    validFrom: vaccination.effectiveStart,
    dose,
    totalDoses,
    country: countryOf(record),
    centre: facility.name,
    practitioner: vaccinator && { value: vaccinator.name },
    disease: { system: codeSystems.icd11, code: record.disease.icd11, display: record.disease.name },
  });
}

function testOf(record: ExportRecord, { testDetails: details, facility }: TestEvent) {
  const { disease } = record;
  return present({
    pathogen: { system: codeSystems.icd11, code: disease.icd11Agent ?? disease.icd11 },
    type: testTypeCoding(record.test?.loincMethod ?? details.testType),
    brand: codedText(details.testName),
    manufacturer: codedText(details.manufacturer),
    origin: details.sampleOrigin ? originCoding(details.sampleOrigin) : undefined,
    date: instantOr(details.sampleCollectionTimestamp, sampledOn(details)),
    result: resultCoding(details.result, disease.icd11),
    centre: { code: facility.name },
    country: countryOf(record),
  });
}

const countryOf = ({ country }: ExportRecord): Coding => ({
  system: codeSystems.country,
  code: country.alpha3,
});

const codedText = (text: string | undefined) => (text ? { code: text } : undefined);

/** A day of which no hour was given stays one. */
const sampledOn = ({ sampleCollectionTimestamp: received, sampledAt }: TestEvent['testDetails']) =>
  hasTimeOfDay(received) ? sampledAt : received;

/** FHIR's dateTime has a time only with seconds and zone. */
const instantOr = (received: string, otherwise: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(received) ? received : otherwise;

const sexes: Readonly<Record<string, Sex>> = {
  male: 'male',
  m: 'male',
  female: 'female',
  f: 'female',
  unknown: 'unknown',
};

function sexOf(gender: string | undefined): Sex | undefined {
  if (!gender) return undefined;
  const name = gender.toLowerCase();
  return (Object.hasOwn(sexes, name) ? sexes[name] : undefined) ?? 'other';
}

const fault = (pointer: string, rule: string, message: string): Fault => ({ pointer, rule, message });
