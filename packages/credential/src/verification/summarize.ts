import { certificateIdOf } from '../credential/certificate-id-of.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** How far a vaccination has come: fewer doses than planned, all of them, or more. */
export type Stage = 'provisional' | 'final' | 'booster';

/** What a person who verifies looks at. All values are texts as the certificate has them; absent where it has none. */
export interface CertificateSummary {
  readonly kind: 'vaccination' | 'test' | 'recovery' | 'other';
  readonly certificateId?: string;
  /** RFC 3339. */
  readonly issuedAt?: string;
  readonly holder: HolderSummary;
  readonly vaccination?: VaccinationSummary;
  readonly test?: TestSummary;
  readonly recovery?: RecoverySummary;
  readonly facility?: string;
  /** Who gave the dose, or vouches for the test. */
  readonly attestedBy?: string;
}

export interface HolderSummary {
  readonly name?: string;
  /** Year, year and month, or full civil date. */
  readonly birthDate?: string;
  readonly birthYear?: string;
  /** In years, as it was at the event. */
  readonly age?: string;
  readonly sex?: string;
  readonly nationality?: string;
}

export interface VaccinationSummary {
  readonly disease?: string;
  readonly vaccine?: string;
  readonly manufacturer?: string;
  readonly batch?: string;
  readonly prophylaxis?: string;
  readonly date?: string;
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
  readonly dose?: number;
  readonly totalDoses?: number;
  readonly stage?: Stage;
}

export interface TestSummary {
  readonly disease?: string;
  readonly testName?: string;
  readonly testType?: string;
  readonly result?: string;
  readonly sampledAt?: string;
  readonly resultAt?: string;
}

export interface RecoverySummary {
  readonly disease?: string;
  /** Date of the first positive test. */
  readonly firstPositiveOn?: string;
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
}

/** Reads a verified W3C credential for a person: the same members whatever its kind. */
export function summarize(credential: JsonObject): CertificateSummary {
  const subject = members(credential.credentialSubject);
  const evidence = members(Array.isArray(credential.evidence) ? credential.evidence[0] : credential.evidence);
  const vaccination = isJsonObject(subject.vaccination) ? subject.vaccination : evidence;
  const test = isJsonObject(subject.test) ? subject.test : evidence;
  const types = [credential.type].flat();
  const isOne = (...names: string[]) => names.some((name) => types.includes(name));
  const kind = isOne('ProofOfVaccinationCredential', 'VaccinationCertificate')
    ? 'vaccination'
    : isOne('ProofOfTestCertificateCredential', 'TestCertificate')
      ? 'test'
      : 'other';
  const event = kind === 'vaccination' ? vaccination : test;
  return present({
    kind,
    certificateId: certificateIdOf(credential),
    issuedAt: text(credential.issuanceDate ?? credential.validFrom),
    holder: holderOf(subject),
    vaccination: kind === 'vaccination' ? vaccinationOf(vaccination) : undefined,
    test: kind === 'test' ? testOf(test) : undefined,
    facility: text(members(event.facility).name ?? members(event.facility).facilityName),
    attestedBy: text(members(event.verifier).name ?? event.vaccinator ?? event.testedBy),
  });
}

function holderOf(subject: JsonObject): HolderSummary {
  const birthDate = text(subject.dob ?? subject.birthDate);
  return present({
    name: text(subject.name ?? subject.fullName),
    birthDate,
    birthYear: birthDate && /\b\d{4}\b/.exec(birthDate)?.[0],
    age: text(subject.age),
    sex: text(subject.gender ?? subject.sex),
    nationality: text(subject.nationality),
  });
}

function vaccinationOf(event: JsonObject): VaccinationSummary {
  const dose = count(event.dose);
  const totalDoses = count(event.totalDoses);
  return present({
    vaccine: text(event.vaccine),
    manufacturer: text(event.manufacturer),
    batch: text(event.batch),
    prophylaxis: text(event.prophylaxis),
    date: text(event.date ?? event.vaccinatedOn),
    effectiveFrom: text(event.effectiveStart ?? event.effectiveFrom),
    effectiveUntil: text(event.effectiveUntil),
    dose,
    totalDoses,
    stage: dose === undefined || totalDoses === undefined ? undefined : stageOf(dose, totalDoses),
  });
}

/** How far a dose goes in a course of `totalDoses`. */
export const stageOf = (dose: number, totalDoses: number): Stage =>
  dose < totalDoses ? 'provisional' : dose === totalDoses ? 'final' : 'booster';

const testOf = (event: JsonObject): TestSummary =>
  present({
    disease: text(event.disease),
    testName: text(event.testName),
    testType: text(event.testType),
    result: text(event.result),
    sampledAt: text(event.sampleCollectionTimestamp ?? event.sampledAt),
    resultAt: text(event.resultTimestamp ?? event.resultAt),
  });

const members = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Issuers write numbers where texts belong, and the other way round. */
const text = (value: JsonValue | undefined): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

const count = (value: JsonValue | undefined): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
};

type Known<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Leaves out what is undefined. */
const present = <Members extends object>(found: Members) =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Known<Members>;
