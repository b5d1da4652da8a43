import { parseCivilDate } from '../../event/civil-date.ts';
import type { Fault } from '../../event/fault.ts';
import type { TestEvent } from '../../event/health-event.ts';
import { hasTimeOfDay } from '../../event/moment.ts';
import type { JsonObject } from '../../json.ts';
import type { ExportRecord, TestRecord, VaccinationRecord } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import { isCardIssuer } from './card-issuer.ts';
import { cvxSystem, cvxVaccine } from './cvx.ts';
import { loincCodeOf, loincSystem, snomedResult, snomedSystem } from './test-codes.ts';

/** What a card says, before it has dates and a signature. */
export interface HealthCard {
  /** URL of the issuer: https, without a slash at its end. */
  readonly iss: string;
  /** The member `vc` of the signed payload. */
  readonly vc: JsonObject;
}

/** What a card takes beside the record. */
export interface HealthCardOptions {
  /** URL under which the issuer publishes its keys, at `/.well-known/jwks.json`: https, without a slash at its end. */
  readonly iss: string;
  /** The holder's name in its parts; without a family name, the record's full name is written as one text. */
  readonly names?: { readonly family?: string; readonly given?: string };
}

/** The vocabulary of SMART Health Cards. */
const types = 'https://smarthealth.cards#';

/**
 * Writes a record as a SMART Health Card: the minimal bundle of FHIR R4 that the specification wants ("Data Model"), by
 * the data-minimising profiles of HL7's guide "SMART Health Cards: Vaccination & Testing" 1.0.0. The card's `rid`, by
 * which it can be revoked, is the certificate id.
 *
 * @throws NotExpressibleError without a date of birth, for a vaccine without a known CVX code, for a test or a result
 *   that the lists have no code for.
 * @throws RangeError where `iss` is no URL that the specification allows: a mistake in the configuration.
 */
export function buildHealthCard(record: ExportRecord, options: HealthCardOptions): HealthCard {
  if (!isCardIssuer(options.iss)) throw new RangeError('The issuer of health cards is no https URL.');
  const faults: Fault[] = [];
  const patient = patientOf(record, options, faults);
  const event = isVaccination(record)
    ? immunizationOf(record, faults)
    : observationOf(record as TestRecord, faults);
  if (faults.length > 0) throw new NotExpressibleError('a SMART Health Card', faults);
  const isCovid = record.disease.name === 'COVID-19';
  return {
    iss: options.iss,
    vc: {
      type: [
        `${types}health-card`,
        `${types}${isVaccination(record) ? 'immunization' : 'laboratory'}`,
        ...(isCovid ? [`${types}covid19`] : []),
      ],
      credentialSubject: {
        fhirVersion: '4.0.1',
        fhirBundle: {
          resourceType: 'Bundle',
          type: 'collection',
          entry: [patient, event].map((resource, n) => ({ fullUrl: `resource:${n}`, resource })),
        },
      },
      rid: record.certificateId,
    },
  };
}

const isVaccination = (record: ExportRecord): record is VaccinationRecord =>
  record.event.kind === 'vaccination';

/** A partial date of birth is written as partial as it is; the sex is not written at all. */
function patientOf(
  { event: { recipient } }: ExportRecord,
  { names = {} }: HealthCardOptions,
  faults: Fault[],
): JsonObject {
  const { family, given = '' } = names;
  const givenNames = given.split(/\s+/).filter((name) => name !== '');
  if (!recipient.dob || !parseCivilDate(recipient.dob)) {
    faults.push({ pointer: '/recipient/dob', rule: 'required', message: 'the date of birth must be given' });
  }
  return {
    resourceType: 'Patient',
    name: [
      family ? { family, ...(givenNames.length > 0 ? { given: givenNames } : {}) } : { text: recipient.name },
    ],
    birthDate: recipient.dob ?? '',
  };
}

function immunizationOf({ event, vaccine, disease }: VaccinationRecord, faults: Fault[]): JsonObject {
  const { vaccination, facility } = event;
  const code = vaccine?.cvx;
  if (code === undefined || cvxVaccine(code)?.disease !== disease.name) {
    faults.push({
      pointer: '/vaccination/name',
      rule: 'cvx-code',
      message: 'the vaccine must be one that has a code in CVX',
    });
  }
  return {
    resourceType: 'Immunization',
    status: 'completed',
    vaccineCode: coded(cvxSystem, code),
    patient: { reference: 'resource:0' },
    occurrenceDateTime: vaccination.civilDate,
    ...(facility.name ? { performer: [{ actor: { display: facility.name } }] } : {}),
    ...(vaccination.batch ? { lotNumber: vaccination.batch } : {}),
  };
}

function observationOf({ event, test, disease }: TestRecord, faults: Fault[]): JsonObject {
  const { testDetails, facility } = event;
  const code = loincCodeOf(disease.name, test?.loincMethod);
  const result = snomedResult(testDetails.result);
  if (code === undefined) {
    faults.push({
      pointer: '/testDetails/testType',
      rule: 'loinc-code',
      message: 'the type of the test must be one that has a code in LOINC for its disease',
    });
  }
  if (result === undefined) {
    faults.push({
      pointer: '/testDetails/result',
      rule: 'conclusive',
      message: 'the result must be positive or negative',
    });
  }
  return {
    resourceType: 'Observation',
    status: 'final',
    code: coded(loincSystem, code),
    subject: { reference: 'resource:0' },
    effectiveDateTime: sampledOn(testDetails),
    valueCodeableConcept: coded(snomedSystem, result),
    ...(facility.name ? { performer: [{ display: facility.name }] } : {}),
  };
}

/** A day of which no hour is known stays one. */
const sampledOn = ({ sampleCollectionTimestamp: received, sampledAt }: TestEvent['testDetails']): string =>
  hasTimeOfDay(received) ? sampledAt.replace(/\.0+Z$/, 'Z') : received;

const coded = (system: string, code = ''): JsonObject => ({ coding: [{ system, code }] });
