import type { JsonObject } from '../../json.ts';
import type { ExportRecord } from '../export-record.ts';
import { type Coding, type CoreDataSet, codeSystems, isVaccination } from './core-data-set.ts';
import { coreDataSetOf } from './core-data-set-of-record.ts';
import { displayOf } from './displays.ts';
import { present } from './present.ts';

/** A DDCC, to be signed as an HCERT. */
export interface DdccDocument {
  /** DDCC:VS or DDCC:TR. */
  readonly kind: 'vaccination' | 'test';
  /** ISO 3166-1 alpha-2 of the issuing country. */
  readonly country: string;
  /** What is signed: the core data set by the names that WHO's QR codes use. */
  readonly members: JsonObject;
}

/**
 * Writes a record as the core data set of a DDCC in an HCERT, with the short names of WHO's own QR codes
 * (DDCCCoreDataSetVS by the link ids of its questionnaire; DDCCCoreDataSetTR with its member `test`).
 *
 * `valid_from` and `valid_until` are left out: they limit the certificate, as the claims iat and exp do, while the
 * event tells how long the dose counts.
 *
 * @throws NotExpressibleError where the core data set demands what the record lacks.
 */
export function buildDdcc(record: ExportRecord): DdccDocument {
  const core = coreDataSetOf(record);
  const country = record.country.alpha2;
  return isVaccination(core)
    ? { kind: 'vaccination', country, members: { ...holderOf(core), ...vaccinationOf(core.vaccination) } }
    : { kind: 'test', country, members: { ...holderOf(core), test: testOf(core.test) } };
}

const holderOf = ({ name, birthDate, identifier, sex, certificate }: CoreDataSet): JsonObject =>
  present({
    name,
    birthDate,
    identifier: identifier?.value,
    sex: sex && { system: codeSystems.sex, code: sex },
    hcid: certificate.hcid.value,
    pha: certificate.issuer.display,
  }) as JsonObject;

type Vaccination = Extract<CoreDataSet, { vaccination: unknown }>['vaccination'];
type Test = Extract<CoreDataSet, { test: unknown }>['test'];

const vaccinationOf = (vaccination: Vaccination): JsonObject =>
  present({
    vaccine: coding(vaccination.vaccine),
    brand: coding(vaccination.brand),
    manufacturer: vaccination.manufacturer && coding(vaccination.manufacturer),
    lot: vaccination.lot,
    date: vaccination.date,
    vaccine_valid: vaccination.validFrom,
    dose: vaccination.dose,
    total_doses: vaccination.totalDoses,
    country: coding(vaccination.country),
    centre: vaccination.centre,
    hw: vaccination.practitioner?.value,
    disease: vaccination.disease && coding(vaccination.disease),
  }) as JsonObject;

const testOf = (test: Test): JsonObject =>
  present({
    pathogen: coding(test.pathogen),
    type: coding(test.type),
    brand: test.brand && coding(test.brand),
    manufacturer: test.manufacturer && coding(test.manufacturer),
    origin: test.origin && coding(test.origin),
    date: test.date,
    result: test.result && coding(test.result),
    centre: test.centre?.code,
    country: coding(test.country),
  }) as JsonObject;

/** What every reader can look up need not be in the code. */
function coding({ system, code, display }: Coding): JsonObject {
  const isKnown = system !== undefined && displayOf({ system, code }) !== undefined;
  return {
    ...(system === undefined ? {} : { system }),
    code,
    ...(display === undefined || isKnown ? {} : { display }),
  };
}
