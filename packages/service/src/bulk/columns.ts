import type { BulkKind } from '../registry/tables.ts';

/** A column of an upload: its name in DIVOC, and the member of the event that it fills. */
export interface Column {
  readonly name: string;
  /** JSON Pointer into the event. */
  readonly pointer: string;
  /** Every row must fill it; DIVOC's `required_fields`. */
  readonly required: boolean;
}

/** One of the two must be filled. */
export const ageOrBirth = ['recipientAge', 'recipientDOB'] as const;

const column = (name: string, pointer: string, required = true): Column => ({ name, pointer, required });
const optional = (name: string, pointer: string) => column(name, pointer, false);

const beneficiary = [
  column('preEnrollmentCode', '/preEnrollmentCode'),
  column('recipientName', '/recipient/name'),
  column('recipientMobileNumber', '/recipient/contact'),
  optional('recipientDOB', '/recipient/dob'),
];
const address = [
  column('recipientIdentity', '/recipient/identity'),
  column('recipientAddressLine1', '/recipient/address/addressLine1'),
  optional('recipientAddressLine2', '/recipient/address/addressLine2'),
  column('recipientDistrict', '/recipient/address/district'),
  column('recipientState', '/recipient/address/state'),
  column('recipientPincode', '/recipient/address/pincode'),
];
const facility = [
  column('facilityName', '/facility/name'),
  column('facilityAddressLine1', '/facility/address/addressLine1'),
  optional('facilityAddressLine2', '/facility/address/addressLine2'),
  column('facilityDistrict', '/facility/address/district'),
  column('facilityState', '/facility/address/state'),
  column('facilityPincode', '/facility/address/pincode'),
];

/** The columns of DIVOC's templates, in their order: 28 for vaccinations, 27 for tests. */
export const columnsOf: Readonly<Record<BulkKind, readonly Column[]>> = {
  vaccination: [
    ...beneficiary,
    optional('recipientAge', '/recipient/age'),
    column('recipientGender', '/recipient/gender'),
    column('recipientNationality', '/recipient/nationality'),
    ...address,
    optional('vaccinationBatch', '/vaccination/batch'),
    column('vaccinationDate', '/vaccination/date'),
    column('vaccinationDose', '/vaccination/dose'),
    column('vaccinationTotalDoses', '/vaccination/totalDoses'),
    column('vaccinationEffectiveStart', '/vaccination/effectiveStart'),
    column('vaccinationEffectiveEnd', '/vaccination/effectiveUntil'),
    column('vaccinationManufacturer', '/vaccination/manufacturer'),
    column('vaccinationName', '/vaccination/name'),
    column('vaccinatorName', '/vaccinator/name'),
    ...facility,
  ],
  test: [
    ...beneficiary,
    column('recipientGender', '/recipient/gender'),
    optional('recipientNationality', '/recipient/nationality'),
    ...address,
    optional('testBatch', '/testDetails/batch'),
    column('disease', '/testDetails/disease'),
    optional('testName', '/testDetails/testName'),
    column('testType', '/testDetails/testType'),
    column('result', '/testDetails/result'),
    column('resultTimestamp', '/testDetails/resultTimestamp'),
    optional('manufacturer', '/testDetails/manufacturer'),
    column('sampleCollectionTimestamp', '/testDetails/sampleCollectionTimestamp'),
    column('sampleOrigin', '/testDetails/sampleOrigin'),
    column('verifier', '/verifier/name'),
    ...facility,
  ],
};

/**
 * What is missing of a set of columns, in DIVOC's words.
 *
 * @param what `Headers` of a file, or `Fields` of a row.
 * @returns undefined where nothing is missing.
 */
export function missingColumns(
  kind: BulkKind,
  what: 'Headers' | 'Fields',
  isMissing: (name: string) => boolean,
): string | undefined {
  const asked = columnsOf[kind].filter(({ required }) => required || what === 'Headers');
  const missing = asked.map(({ name }) => name).filter(isMissing);
  const neither = kind === 'vaccination' ? ageOrBirth.every(isMissing) : isMissing('recipientDOB');
  const others = missing.filter((name) => !(ageOrBirth as readonly string[]).includes(name));
  const said: string[] = [];
  if (neither && kind === 'vaccination')
    said.push(`Both recipientAge and recipientDOB ${what} are missing[at least one required]`);
  else if (neither) others.push('recipientDOB');
  if (others.length > 0) said.push(`Missing ${what} : ${others.join(',')}`);
  return said.length > 0 ? said.join('; ') : undefined;
}
