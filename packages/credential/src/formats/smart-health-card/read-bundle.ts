import { parseCivilDate } from '../../event/civil-date.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { cvxSystem, cvxVaccine } from './cvx.ts';
import { loincSystem, resultOfSnomed, snomedSystem, testOfLoinc } from './test-codes.ts';

/** What a card says, as far as this software reads FHIR. Members are absent where the card has none. */
export interface CardContent {
  readonly holder?: { readonly name: string; readonly birthDate?: string };
  /** Completed and potent ones, the latest first. */
  readonly vaccinations: readonly CardVaccination[];
  /** Of diseases that the lists know, the latest first. */
  readonly tests: readonly CardTest[];
}

export interface CardVaccination {
  /** In words, else the code. */
  readonly vaccine: string;
  readonly disease?: string;
  /** As the card has it: `YYYY-MM-DD`, partial, or with a time. */
  readonly date: string;
  readonly batch?: string;
  readonly facility?: string;
}

export interface CardTest {
  readonly disease: string;
  readonly name: string;
  /** In words, else the code. */
  readonly result: string;
  readonly sampledAt: string;
  readonly facility?: string;
}

/** What is read, or what is wrong. */
export type CardReading =
  | {
      readonly ok: true;
      readonly content: CardContent;
      /** Codes that are in no list here: `CVX 999`. */
      readonly unknownCodes: readonly string[];
    }
  | {
      readonly ok: false;
      readonly code: 'content.no-holder' | 'content.no-event' | 'content.other-schema';
      /** JSON Pointers into the payload of what is not as it must be. */
      readonly members: readonly string[];
    };

/** No card has more; the largest of the specification's examples has 55. */
const maxEntries = 200;
/** FHIR's date and dateTime, by how they begin. */
const dateForm = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/**
 * Reads the FHIR bundle of a signed payload.
 *
 * Strict where a verifier could be misled: a collection of resources; at most one patient, to whom every vaccination and
 * every known test refers, and who has a name; vaccinations that were completed, with a code and a date; tests that are
 * final, with a code, a date and a coded result. Not judged are the profiles that issuers follow for privacy and size:
 * ids, narratives, `display`, `meta`, the form of `fullUrl`, categories, resources of other kinds. A code of no list is
 * named, and holds nothing up. A card that says nothing of vaccinations or known tests is read as of another kind.
 *
 * @param payload of a card whose signature holds.
 */
export function readBundle(payload: JsonObject): CardReading {
  const pointer = '/vc/credentialSubject/fhirBundle';
  const bundle = at(payload, 'vc', 'credentialSubject', 'fhirBundle');
  const entries = at(bundle, 'entry');
  const isBundle = at(bundle, 'resourceType') === 'Bundle' && at(bundle, 'type') === 'collection';
  if (!isBundle || !Array.isArray(entries) || entries.length > maxEntries) return wrong([pointer]);

  const reading = new BundleReading();
  const resources = entries.map((entry: JsonValue) => at(entry, 'resource'));
  const patients = resources.flatMap((resource, n) => (isOf(resource, 'Patient') ? [n] : []));
  const [patient] = patients;
  if (patients.length > 1) return wrong(patients.map((n) => `${pointer}/entry/${n}`));
  const url = patient === undefined ? undefined : at(entries[patient], 'fullUrl');
  resources.forEach((resource, n) => {
    const place = `${pointer}/entry/${n}/resource`;
    if (!isJsonObject(resource) || typeof resource.resourceType !== 'string') reading.faults.push(place);
    else if (isOf(resource, 'Immunization')) reading.immunization(resource, place, url);
    else if (isOf(resource, 'Observation')) reading.observation(resource, place, url);
  });
  const holder = patient === undefined ? undefined : holderOf(resources[patient]);
  if (holder === 'faulty') reading.faults.push(`${pointer}/entry/${patient}/resource/birthDate`);
  if (reading.needsHolder && holder === undefined)
    return { ok: false, code: 'content.no-holder', members: [] };
  if (reading.faults.length > 0) return wrong(reading.faults);
  if (resources.length === patients.length) return { ok: false, code: 'content.no-event', members: [] };
  return {
    ok: true,
    content: {
      ...(holder === undefined || holder === 'faulty' ? {} : { holder }),
      vaccinations: reading.vaccinations.sort((a, b) => b.date.localeCompare(a.date)),
      tests: reading.tests.sort((a, b) => b.sampledAt.localeCompare(a.sampledAt)),
    },
    unknownCodes: [...reading.unknownCodes],
  };
}

/** Gathers what resources say, and what is wrong with them. */
class BundleReading {
  readonly faults: string[] = [];
  readonly vaccinations: CardVaccination[] = [];
  readonly tests: CardTest[] = [];
  readonly unknownCodes = new Set<string>();
  needsHolder = false;

  immunization(resource: JsonObject, place: string, patient: JsonValue | undefined): void {
    this.needsHolder = true;
    const codings = codingsOf(resource.vaccineCode);
    const [first] = codings;
    const date = resource.occurrenceDateTime ?? resource.occurrenceString;
    const faults = {
      status: resource.status !== 'completed',
      vaccineCode: first === undefined,
      patient: !refersTo(resource.patient, patient),
      occurrenceDateTime:
        !isText(date) || (resource.occurrenceDateTime !== undefined && !dateForm.test(date)),
    };
    if (this.#add(faults, place) || first === undefined || !isText(date)) return;
    const cvx = codings.find(({ system, code }) => system === cvxSystem && cvxVaccine(code));
    const known = cvx && cvxVaccine(cvx.code);
    if (!known) this.unknownCodes.add(nameOf(first));
    // A dose that was too weak is no vaccination (the guide: "Verifiers SHALL meaningfully process").
    if (resource.isSubpotent === true) return;
    const performers = resource.performer;
    this.vaccinations.push({
      vaccine: known?.name ?? first.display ?? nameOf(first),
      ...(known ? { disease: known.disease } : {}),
      date,
      ...(isText(resource.lotNumber) ? { batch: resource.lotNumber } : {}),
      ...facilityOf(Array.isArray(performers) ? at(performers[0], 'actor') : undefined),
    });
  }

  observation(resource: JsonObject, place: string, patient: JsonValue | undefined): void {
    const codings = codingsOf(resource.code);
    const loinc = codings.find(({ system, code }) => system === loincSystem && testOfLoinc(code));
    const test = loinc && testOfLoinc(loinc.code);
    if (!test) {
      const [first] = codings;
      if (first) this.unknownCodes.add(nameOf(first));
      return;
    }
    this.needsHolder = true;
    const date = resource.effectiveDateTime ?? at(resource.effectivePeriod, 'end');
    const results = codingsOf(resource.valueCodeableConcept);
    const [first] = results;
    const faults = {
      status: !['final', 'amended', 'corrected'].includes(String(resource.status)),
      subject: !refersTo(resource.subject, patient),
      effectiveDateTime: !isText(date) || !dateForm.test(date),
      valueCodeableConcept: first === undefined,
    };
    if (this.#add(faults, place) || first === undefined || !isText(date)) return;
    const known = results.find(({ system, code }) => system === snomedSystem && resultOfSnomed(code));
    if (!known) this.unknownCodes.add(nameOf(first));
    this.tests.push({
      disease: test.disease,
      name: test.name,
      result: (known && resultOfSnomed(known.code)) ?? first.display ?? nameOf(first),
      sampledAt: date,
      ...facilityOf(Array.isArray(resource.performer) ? resource.performer[0] : undefined),
    });
  }

  /** Whether any of the members is faulty. */
  #add(members: Readonly<Record<string, boolean>>, place: string): boolean {
    const faulty = Object.keys(members).filter((name) => members[name]);
    this.faults.push(...faulty.map((name) => `${place}/${name}`));
    return faulty.length > 0;
  }
}

interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

function codingsOf(concept: JsonValue | undefined): readonly Coding[] {
  const codings = at(concept, 'coding');
  if (!Array.isArray(codings)) return [];
  return codings.flatMap((coding: JsonValue) => {
    const [system, code, display] = [at(coding, 'system'), at(coding, 'code'), at(coding, 'display')];
    if (!isText(system) || !isText(code)) return [];
    return [{ system, code, ...(isText(display) ? { display } : {}) }];
  });
}

const shortNames: Readonly<Record<string, string>> = {
  [cvxSystem]: 'CVX',
  [loincSystem]: 'LOINC',
  [snomedSystem]: 'SNOMED CT',
};

const nameOf = ({ system, code }: Coding): string => `${shortNames[system] ?? system} ${code}`;

/** Undefined without a name; `faulty` with a date of birth that is none. */
function holderOf(patient: JsonValue | undefined): CardContent['holder'] | 'faulty' {
  const names = at(patient, 'name');
  const name = Array.isArray(names) ? fullName(names[0]) : '';
  const birthDate = at(patient, 'birthDate');
  if (birthDate !== undefined && !(isText(birthDate) && parseCivilDate(birthDate))) return 'faulty';
  return name === '' ? undefined : { name, ...(isText(birthDate) ? { birthDate } : {}) };
}

function fullName(name: JsonValue | undefined): string {
  const given = at(name, 'given');
  const parts = [...(Array.isArray(given) ? given : []), at(name, 'family')].filter(isText);
  const text = at(name, 'text');
  return parts.length > 0 ? parts.join(' ') : isText(text) ? text : '';
}

/** Whether a reference names the patient, by the bundle's URL or, as FHIR allows, by its end. */
function refersTo(reference: JsonValue | undefined, patient: JsonValue | undefined): boolean {
  const target = at(reference, 'reference');
  if (!isText(target) || !isText(patient)) return false;
  return target === patient || (/^Patient\/[\w.-]+$/.test(target) && patient.endsWith(`/${target}`));
}

const facilityOf = (organization: JsonValue | undefined): { facility?: string } => {
  const display = at(organization, 'display');
  return isText(display) ? { facility: display } : {};
};

const isOf = (resource: JsonValue | undefined, type: string): boolean =>
  at(resource, 'resourceType') === type;

const isText = (value: JsonValue | undefined): value is string => typeof value === 'string' && value !== '';

/** The member at the end of a path; undefined where there is none. */
function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const name of path) {
    found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

const wrong = (members: readonly string[]): CardReading => ({
  ok: false,
  code: 'content.other-schema',
  members,
});
