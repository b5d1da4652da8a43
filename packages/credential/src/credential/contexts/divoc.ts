/**
 * DIVOC's three JSON-LD contexts. Terms and IRIs are part of what is signed and must stay as they are, with
 * their faults: several terms share an IRI, so that exchanged values keep a valid signature (see
 * `../../formats/divoc/binding.ts` for what Mohar does about it).
 */

const scope = { '@version': 1.1, '@protected': true } as const;

/** `https://cowin.gov.in/…`: the namespace that `vac:` stands for; terms are appended without a separator. */
export const divocContextUrl = {
  domestic: 'https://cowin.gov.in/credentials/vaccination/v1',
  international: 'https://cowin.gov.in/credentials/vaccination/v2',
  test: 'https://cowin.gov.in/credentials/testCertificate/v1',
} as const;

const address = {
  '@id': 'schema:PostalAddress',
  '@context': {
    ...scope,
    streetAddress: 'schema:streetAddress',
    streetAddress2: 'vac:addressLine2',
    city: 'vac:city',
    district: 'vac:district',
    addressRegion: 'schema:addressRegion',
    postalCode: 'schema:postalCode',
    addressCountry: 'schema:addressCountry',
  },
};

const verifier = {
  '@id': 'vac:verifier',
  '@context': { ...scope, id: 'schema:id', name: 'schema:name', 'sign-image': 'schema:image' },
};

const facility = {
  '@id': 'vac:Facility',
  '@context': { ...scope, name: 'schema:name', address, 'seal-image': 'schema:image' },
};

const person = (terms: Record<string, string>) => ({
  '@id': 'schema:Person',
  '@context': {
    ...scope,
    refId: 'schema:id',
    uhid: 'schema:id',
    name: 'schema:name',
    ...terms,
    gender: 'schema:gender',
    nationality: 'schema:nationality',
    address,
  },
});

const document = (namespace: string, terms: Record<string, unknown>) => ({
  '@context': {
    ...scope,
    id: '@id',
    type: '@type',
    schema: 'https://schema.org/',
    vac: namespace,
    ...terms,
  },
});

const proofOf = (iri: string) => ({
  '@id': iri,
  '@context': { ...scope, nonTransferable: 'vac:nonTransferable' },
});

const vaccination = (terms: Record<string, string>) => ({
  '@id': 'vac:Vaccination',
  '@context': {
    ...scope,
    certificateId: 'schema:id',
    feedbackUrl: 'schema:url',
    infoUrl: 'schema:url',
    batch: 'schema:id',
    vaccine: 'schema:id',
    manufacturer: 'schema:id',
    date: 'schema:date',
    ...terms,
    effectiveStart: 'schema:date',
    effectiveUntil: 'schema:date',
    dose: 'schema:doseValue',
    totalDoses: 'schema:doseValue',
    verifier,
    facility,
  },
});

/** Vaccination v1, the domestic certificate: age, no date of birth. */
export const divocVaccinationV1 = document(divocContextUrl.domestic, {
  ProofOfVaccinationCredential: proofOf('schema:ProofOfVaccinationCredential'),
  Person: person({ age: 'schema:Number' }),
  Vaccination: vaccination({}),
});

/** Vaccination v2, the international certificate: date of birth, ICD-11 code, prophylaxis. */
export const divocVaccinationV2 = document(divocContextUrl.international, {
  ProofOfVaccinationCredential: proofOf('schema:ProofOfVaccinationCredential'),
  Person: person({ age: 'schema:Number', dob: 'schema:date' }),
  Vaccination: vaccination({ icd11Code: 'schema:id', prophylaxis: 'schema:name' }),
});

/** Test certificate v1. */
export const divocTestCertificateV1 = document(divocContextUrl.test, {
  ProofOfTestCertificateCredential: proofOf('schema:ProofOfTestCredential'),
  Person: person({ dob: 'schema:date' }),
  TestDetails: {
    '@id': 'vac:TestDetails',
    '@context': {
      ...scope,
      certificateId: 'schema:id',
      feedbackUrl: 'schema:url',
      infoUrl: 'schema:url',
      batch: 'schema:id',
      testType: 'schema:id',
      testName: 'schema:name',
      manufacturer: 'schema:id',
      disease: 'schema:id',
      sampleOrigin: 'schema:id',
      sampleCollectionTimestamp: 'schema:dateTime',
      resultTimestamp: 'schema:dateTime',
      result: 'schema:id',
      verifier,
      facility,
    },
  },
});
