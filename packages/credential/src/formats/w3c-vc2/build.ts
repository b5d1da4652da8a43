import { w3cCredentialsV2Url } from '../../credential/contexts/bundled.ts';
import { moharHealthContextUrl } from '../../credential/contexts/mohar-health.ts';
import { holderUri } from '../../credential/holder-uri.ts';
import type { Issuance, IssuerProfile } from '../../credential/issuer-profile.ts';
import type {
  Address,
  Facility,
  HealthEvent,
  TestEvent,
  VaccinationEvent,
} from '../../event/health-event.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { statusListEntry } from '../../status/status-list-entry.ts';

/**
 * Builds the unsigned W3C Verifiable Credential 2.0 of an event, in Mohar's own context: every term has its
 * own IRI. Members that were not given are left out.
 */
export function buildVc2(event: HealthEvent, issuance: Issuance, profile: IssuerProfile): JsonObject {
  const { recipient } = event;
  const vaccination = event.kind === 'vaccination';
  return {
    '@context': [w3cCredentialsV2Url, moharHealthContextUrl],
    id: (vaccination ? profile.vaccinationBaseUrl : profile.testBaseUrl) + issuance.certificateId,
    type: ['VerifiableCredential', vaccination ? 'VaccinationCertificate' : 'TestCertificate'],
    issuer: { id: profile.issuer, name: profile.issuerName },
    validFrom: issuance.issuedAt,
    certificateId: issuance.certificateId,
    ...(issuance.status
      ? {
          credentialStatus: statusListEntry(
            profile.statusBaseUrl + issuance.status.list,
            issuance.status.index,
          ),
        }
      : {}),
    credentialSubject: present({
      type: 'Beneficiary',
      id: holderUri(recipient.identity, event.beneficiary, profile.identityPrefix),
      beneficiaryId: event.beneficiary,
      healthId: recipient.uhid,
      fullName: recipient.name,
      birthDate: recipient.dob,
      age: recipient.dob === undefined ? recipient.age : undefined,
      sex: recipient.gender,
      nationality: recipient.nationality,
      address: address(recipient.address),
      ...(vaccination ? { vaccination: vaccinationOf(event, profile) } : { test: testOf(event) }),
    }),
  };
}

const vaccinationOf = (event: VaccinationEvent, profile: IssuerProfile) => {
  const { vaccination } = event;
  const codes = event.form === 'international' ? profile.vaccineCodes(vaccination.name) : undefined;
  return present({
    type: 'Vaccination',
    vaccine: vaccination.name,
    manufacturer: vaccination.manufacturer,
    batch: vaccination.batch,
    vaccinatedOn: vaccination.date,
    dose: vaccination.dose,
    totalDoses: vaccination.totalDoses,
    effectiveFrom: vaccination.effectiveStart,
    effectiveUntil: vaccination.effectiveUntil,
    icd11Code: codes?.icd11Code,
    prophylaxis: codes?.prophylaxis,
    vaccinator: event.vaccinator?.name,
    facility: facility(event.facility),
  });
};

const testOf = ({ testDetails, verifier, ...event }: TestEvent) =>
  present({
    type: 'Test',
    disease: testDetails.disease,
    testName: testDetails.testName,
    testType: testDetails.testType,
    manufacturer: testDetails.manufacturer,
    batch: testDetails.batch,
    sampleOrigin: testDetails.sampleOrigin,
    sampledAt: testDetails.sampleCollectionTimestamp,
    resultAt: testDetails.resultTimestamp,
    result: testDetails.result,
    testedBy: verifier?.name,
    facility: facility(event.facility),
  });

const facility = ({ name, address: at }: Facility) => present({ facilityName: name, address: address(at) });

const address = (given: Address | undefined) =>
  given &&
  present({
    addressLine1: given.addressLine1,
    addressLine2: given.addressLine2,
    city: given.city,
    district: given.district,
    region: given.state,
    postalCode: given.pincode,
    countryCode: given.country,
  });

/** Leaves out what is undefined or empty. */
const present = (members: Record<string, JsonValue | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, JsonValue] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
