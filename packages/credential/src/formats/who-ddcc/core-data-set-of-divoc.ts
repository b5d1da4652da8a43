import { diseaseNamed } from '../../codes/diseases.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type CertificateMetadata, type Coding, type CoreDataSet, codeSystems } from './core-data-set.ts';
import { present } from './present.ts';
import { originCoding, resultCoding, testTypeCoding } from './test-codes.ts';

/**
 * Says a credential of DIVOC in the core data set, as WHO's map CertDIVOCtoCoreDataSet does: values as they stand.
 *
 * @param credential whose signature holds; `context` is taken for `@context`, as WHO's examples write it.
 * @returns undefined for a credential that is neither a vaccination nor a test certificate, or without what the core
 *   data set cannot do without.
 */
export function coreDataSetOfDivoc(credential: JsonObject): CoreDataSet | undefined {
  const types = [credential.type].flat();
  const evidence = members([credential.evidence].flat()[0]);
  const subject = members(credential.credentialSubject);
  const certificate = certificateOf(credential, evidence);
  const name = text(subject.name);
  if (name === undefined || !certificate) return undefined;
  const person = present({
    name,
    birthDate: text(subject.dob),
    identifier: valued(subject.id),
    certificate,
  });
  if (types.includes('ProofOfVaccinationCredential')) {
    const vaccination = vaccinationOf(evidence);
    return vaccination && { ...person, vaccination };
  }
  if (types.includes('ProofOfTestCertificateCredential')) {
    const test = testOf(evidence);
    return test && { ...person, test };
  }
  return undefined;
}

function certificateOf(credential: JsonObject, evidence: JsonObject): CertificateMetadata | undefined {
  const issuer = text(credential.issuer);
  const hcid = text(evidence.certificateId);
  const contexts = [credential['@context'] ?? credential.context].flat();
  const version = contexts.find(
    (context): context is string => typeof context === 'string' && !context.startsWith('https://www.w3.org/'),
  );
  if (issuer === undefined || hcid === undefined || version === undefined) return undefined;
  const period = present({ start: text(evidence.effectiveStart), end: text(evidence.effectiveUntil) });
  return present({
    issuer: { display: issuer },
    hcid: { value: hcid },
    version,
    period: Object.keys(period).length > 0 ? period : undefined,
  });
}

function vaccinationOf(evidence: JsonObject) {
  const { centre, country } = placeOf(evidence);
  const icd11 = text(evidence.icd11Code);
  const brand = coded(evidence.vaccine);
  const lot = text(evidence.batch);
  const date = text(evidence.date);
  const dose = count(evidence.dose);
  if (!brand || !lot || !date || dose === undefined || !country) return undefined;
  return present({
    vaccine: icd11 === undefined ? brand : { system: codeSystems.icd11, code: icd11 },
    brand,
    manufacturer: coded(evidence.manufacturer),
    lot,
    date,
    dose,
    totalDoses: count(evidence.totalDoses),
    country,
    centre,
    practitioner: valued(members(evidence.verifier).name),
  });
}

function testOf(evidence: JsonObject) {
  const { centre, country } = placeOf(evidence);
  const disease = text(evidence.disease);
  const type = text(evidence.testType);
  const date = text(evidence.sampleCollectionTimestamp);
  if (!disease || !type || !date || !country) return undefined;
  const codes = diseaseNamed(disease);
  const origin = text(evidence.sampleOrigin);
  const result = text(evidence.result);
  return present({
    pathogen: codes?.icd11Agent ? { system: codeSystems.icd11, code: codes.icd11Agent } : { code: disease },
    type: testTypeCoding(type),
    brand: coded(evidence.testName),
    manufacturer: coded(evidence.manufacturer),
    origin: origin === undefined ? undefined : originCoding(origin),
    date,
    result: result === undefined ? undefined : resultCoding(result, codes?.icd11 ?? ''),
    centre: centre === undefined ? undefined : { code: centre },
    country,
  });
}

function placeOf(evidence: JsonObject): { centre: string | undefined; country: Coding | undefined } {
  const facility = members(evidence.facility);
  const country = text(members(facility.address).addressCountry);
  return {
    centre: text(facility.name),
    country: country === undefined ? undefined : { system: codeSystems.country, code: country },
  };
}

const members = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Issuers write numbers where texts belong, and the other way round. */
const text = (value: JsonValue | undefined): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

const coded = (value: JsonValue | undefined): Coding | undefined => {
  const code = text(value);
  return code === undefined ? undefined : { code };
};

const valued = (value: JsonValue | undefined) => {
  const found = text(value);
  return found === undefined ? undefined : { value: found };
};

const count = (value: JsonValue | undefined): number | undefined => {
  const number = Number(text(value) ?? Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};
