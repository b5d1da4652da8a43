import { parseCivilDate } from '../../event/civil-date.ts';
import type { Fault } from '../../event/fault.ts';
import { hasTimeOfDay } from '../../event/moment.ts';
import type { ExportRecord, TestRecord, VaccinationRecord } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import {
  type EuDcc,
  type RecoveryEntry,
  schemaVersion,
  type TestEntry,
  type VaccinationEntry,
} from './certificate.ts';
import { type NameOverride, nameOf } from './names.ts';
import { isRecoveryOver, type RecoveryPeriod, recoveryDates } from './recovery-period.ts';
import { uvciOf } from './uvci.ts';
import { isActive, type ValueSetName } from './value-sets.ts';

export interface EuDccOptions {
  /** Where the record's name will not do. */
  readonly names?: NameOverride;
  /** Makes a recovery certificate of a positive nucleic acid test, where the country allows it. */
  readonly recovery?: RecoveryPeriod;
  /** IANA name of the country's time zone, in which the day of a recovery's sample is told; by default UTC. */
  readonly timeZone?: string;
  /** Time of issuing, milliseconds since 1970: a recovery that has ended by then is refused. */
  readonly at?: number;
}

/** Characters of the texts that people wrote. */
const maxTextLength = 80;

/**
 * What an EU DCC says of a record (ehn-dcc-schema 1.3): of a vaccination of any dose, of a test, or, if asked for, of a
 * recovery.
 *
 * @throws NotExpressibleError with every fault: no date of birth, a vaccine or device that the EU's lists do not have, a
 *   name in a script without table…
 */
export function buildEuDcc(record: ExportRecord, options: EuDccOptions = {}): EuDcc {
  const faults: Fault[] = [];
  const { recipient } = record.event;
  const { recovery, timeZone = 'UTC', at } = options;
  const base = {
    ver: schemaVersion,
    nam: nameOf(recipient.name, options.names ?? {}, faults),
    dob: birthDateOf(recipient.dob, faults),
  };
  const content: EuDcc = isTest(record)
    ? recovery
      ? { ...base, r: [recoveryOf(record, recovery, { timeZone, at }, faults)] }
      : { ...base, t: [testOf(record, faults)] }
    : { ...base, v: [vaccinationOf(record as VaccinationRecord, faults)] };
  if (faults.length > 0) throw new NotExpressibleError('EU DCC', faults);
  return content;
}

const isTest = (record: ExportRecord): record is TestRecord => record.event.kind === 'test';

function vaccinationOf(record: VaccinationRecord, faults: Fault[]): VaccinationEntry {
  const { name, dose, totalDoses, civilDate } = record.event.vaccination;
  const codes = record.vaccine?.eu;
  const pointer = '/vaccination/name';
  if (!codes) {
    faults.push({
      pointer,
      rule: 'unknown-vaccine',
      message: 'is a vaccine that the lists of the EU do not have',
    });
  }
  const coded = (set: ValueSetName, code: string | undefined) =>
    code === undefined ? name : activeCode(set, code, pointer, faults);
  return {
    tg: diseaseOf(record, pointer, faults),
    vp: coded('prophylaxis', codes?.prophylaxis),
    mp: coded('products', codes?.product),
    ma: coded('manufacturers', codes?.manufacturer),
    dn: dose,
    sd: totalDoses,
    dt: civilDate,
    ...issuedBy(record, faults),
  };
}

function testOf(record: TestRecord, faults: Fault[]): TestEntry {
  const { testName, sampleCollectionTimestamp, sampledAt, result } = record.event.testDetails;
  const type = testTypeOf(record, faults);
  const tr = results[result];
  if (tr === undefined) {
    faults.push({ pointer: '/testDetails/result', rule: 'enum', message: 'must be Positive or Negative' });
  }
  if (!hasTimeOfDay(sampleCollectionTimestamp)) {
    faults.push({
      pointer: samplePointer,
      rule: 'time-of-day',
      message: 'must have the time of day when the sample was taken, not the date alone',
    });
  }
  const tc = record.event.facility.name;
  withinLength(tc, '/facility/name', faults);
  return {
    tg: diseaseOf(record, '/testDetails/disease', faults),
    tt: type,
    ...(type === antigenTest
      ? { ma: deviceOf(record, faults) }
      : testName === undefined || testName === ''
        ? {}
        : { nm: withinLength(testName, '/testDetails/testName', faults) }),
    sc: sampledAt.replace(/\.\d+(?=Z$)/, ''),
    tr: tr ?? '',
    ...(tc === '' ? {} : { tc }),
    ...issuedBy(record, faults),
  };
}

function recoveryOf(
  record: TestRecord,
  period: RecoveryPeriod,
  { timeZone, at }: { readonly timeZone: string; readonly at: number | undefined },
  faults: Fault[],
): RecoveryEntry {
  const { result, sampleCollectionTimestamp } = record.event.testDetails;
  if (result !== 'Positive') {
    faults.push({
      pointer: '/testDetails/result',
      rule: 'enum',
      message: 'must be Positive for a certificate of recovery',
    });
  }
  if (testTypeOf(record, faults) === antigenTest) {
    faults.push({
      pointer: '/testDetails/testType',
      rule: 'nucleic-acid-test',
      message: 'must be a nucleic acid test for a certificate of recovery',
    });
  }
  const dates = recoveryDates(sampleCollectionTimestamp, period, timeZone);
  if (!dates) {
    faults.push({ pointer: samplePointer, rule: 'moment', message: 'must be a date, or a date and time' });
  } else if (at !== undefined && isRecoveryOver(dates, at)) {
    faults.push({
      pointer: samplePointer,
      rule: 'period-over',
      message: `must be of the last ${period.untilDay} days for a certificate of recovery`,
    });
  }
  return {
    tg: diseaseOf(record, '/testDetails/disease', faults),
    fr: dates?.sampledOn ?? '',
    df: dates?.from ?? '',
    du: dates?.until ?? '',
    ...issuedBy(record, faults),
  };
}

const samplePointer = '/testDetails/sampleCollectionTimestamp';
const antigenTest = 'LP217198-3';
const results: Readonly<Record<string, string>> = { Positive: '260373001', Negative: '260415000' };

function testTypeOf({ test }: TestRecord, faults: Fault[]): string {
  if (test?.loincMethod) return test.loincMethod;
  faults.push({
    pointer: '/testDetails/testType',
    rule: 'unknown-test-type',
    message: 'must say that it is a nucleic acid (PCR, NAAT) or a rapid antigen test',
  });
  return '';
}

function deviceOf({ test }: TestRecord, faults: Fault[]): string {
  const pointer = '/testDetails/testName';
  if (test?.euDevice !== undefined) return activeCode('testDevices', test.euDevice, pointer, faults);
  faults.push({
    pointer,
    rule: 'unknown-test-device',
    message: 'must name a rapid antigen test that the list of the EU has',
  });
  return '';
}

function diseaseOf({ disease }: ExportRecord, pointer: string, faults: Fault[]): string {
  if (!isActive('diseases', disease.snomed)) {
    faults.push({
      pointer,
      rule: 'disease',
      message: 'must be for COVID-19: EU DCC are of no other disease',
    });
  }
  return disease.snomed;
}

function activeCode(set: ValueSetName, code: string, pointer: string, faults: Fault[]): string {
  if (!isActive(set, code)) {
    faults.push({
      pointer,
      rule: 'inactive-code',
      message: `has the code ${code}, which is not among the ${set} that new EU DCC may have`,
    });
  }
  return code;
}

function birthDateOf(dob: string | undefined, faults: Fault[]): string {
  const pointer = '/recipient/dob';
  if (dob === undefined) {
    faults.push({ pointer, rule: 'required', message: 'is required: a year will do, an age will not' });
  } else if (!parseCivilDate(dob) || !/^(?:19|20)/.test(dob)) {
    faults.push({ pointer, rule: 'birth-date', message: 'must be a date of the years 1900 to 2099' });
  }
  return dob ?? '';
}

function issuedBy(
  { country, issuerName, certificateId }: ExportRecord,
  faults: Fault[],
): { co: string; is: string; ci: string } {
  if (!isActive('countries', country.alpha2) && !userAssigned.includes(country.alpha2)) {
    faults.push({ pointer: '', rule: 'country', message: 'must be issued in a country of ISO 3166-1' });
  }
  return {
    co: country.alpha2,
    is: withinLength(issuerName, '', faults),
    ci: uvciOf(country.alpha2, certificateId),
  };
}

/**
 * Of the codes that ISO 3166-1 leaves to its users: Kosovo's, and that of no country, for trying out. The others are refused
 * by the EU's own test data (`PL/1.3.0/2DCode/raw/8.json`), and so by verifiers.
 */
const userAssigned: readonly string[] = ['XK', 'XX'];

function withinLength(text: string, pointer: string, faults: Fault[]): string {
  if ([...text].length > maxTextLength) {
    faults.push({ pointer, rule: 'max-length', message: `must have at most ${maxTextLength} characters` });
  }
  return text;
}
