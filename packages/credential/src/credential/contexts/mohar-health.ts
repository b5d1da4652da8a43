/**
 * Mohar's own JSON-LD context for W3C Verifiable Credentials 2.0. Every term has its own IRI, so that no two
 * signed values can be exchanged. The URL is an identifier: the document is bundled, never fetched
 * (docs/decisions/0003-own-context.md).
 */
export const moharHealthContextUrl = 'https://w3id.org/mohar/health/v1';

const vocabulary = 'https://w3id.org/mohar/vocab#';

const terms = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${vocabulary}${name}`]));

const addressTerms = terms([
  'addressLine1',
  'addressLine2',
  'city',
  'district',
  'region',
  'postalCode',
  'countryCode',
]);

const scoped = (name: string, names: readonly string[], nested: Record<string, unknown> = {}) => ({
  '@id': `${vocabulary}${name}`,
  '@context': { '@protected': true, ...terms(names), ...nested },
});

const address = { '@id': `${vocabulary}address`, '@context': { '@protected': true, ...addressTerms } };
const facility = {
  '@id': `${vocabulary}facility`,
  '@context': { '@protected': true, facilityName: `${vocabulary}facilityName`, address },
};

export const moharHealthContext = {
  '@context': {
    '@version': 1.1,
    '@protected': true,
    id: '@id',
    type: '@type',
    VaccinationCertificate: `${vocabulary}VaccinationCertificate`,
    TestCertificate: `${vocabulary}TestCertificate`,
    certificateId: `${vocabulary}certificateId`,
    Beneficiary: scoped(
      'Beneficiary',
      ['beneficiaryId', 'healthId', 'fullName', 'birthDate', 'age', 'sex', 'nationality'],
      {
        address,
        vaccination: { '@id': `${vocabulary}vaccination` },
        test: { '@id': `${vocabulary}test` },
      },
    ),
    Vaccination: scoped(
      'Vaccination',
      [
        'vaccine',
        'manufacturer',
        'batch',
        'vaccinatedOn',
        'dose',
        'totalDoses',
        'effectiveFrom',
        'effectiveUntil',
        'icd11Code',
        'prophylaxis',
        'vaccinator',
      ],
      { facility },
    ),
    Test: scoped(
      'Test',
      [
        'disease',
        'testName',
        'testType',
        'manufacturer',
        'batch',
        'sampleOrigin',
        'sampledAt',
        'resultAt',
        'result',
        'testedBy',
      ],
      { facility },
    ),
  },
} as const;
