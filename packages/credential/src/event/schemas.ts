/**
 * JSON Schemas (2020-12) of the events that the certify calls take: DIVOC's request bodies. They validate,
 * and they are what the API documentation shows. Members that they do not name are let through and not kept.
 */

const text = (maxLength: number, minLength = 0) => ({
  type: 'string',
  format: 'plain-text',
  minLength,
  maxLength,
});
const optionalText = (maxLength: number) => ({ type: ['string', 'null'], format: 'plain-text', maxLength });
const textOrNumber = (maxLength: number) => ({
  type: ['string', 'integer'],
  format: 'plain-text',
  maxLength,
  minimum: 0,
});

const address = (required: readonly string[]) => ({
  type: ['object', 'null'],
  required,
  properties: {
    addressLine1: optionalText(200),
    addressLine2: optionalText(200),
    district: optionalText(100),
    city: optionalText(100),
    state: optionalText(100),
    country: optionalText(60),
    pincode: { ...textOrNumber(20), type: ['string', 'integer', 'null'] },
  },
});

const domesticAddress = ['addressLine1', 'district', 'state', 'pincode'];

const recipientProperties = (addressRequired: readonly string[]) => ({
  name: { type: 'string', format: 'person-name', minLength: 1, maxLength: 200 },
  uhid: optionalText(60),
  dob: { type: ['string', 'null'], format: 'partial-civil-date' },
  age: {
    type: ['string', 'integer', 'null'],
    minimum: 0,
    maximum: 130,
    pattern: '^([0-9]{1,3}( (year|month|day)s?)?)?$',
    description: 'Completed years ("26"), or with a unit ("7 months")',
  },
  gender: optionalText(40),
  nationality: optionalText(60),
  identity: text(200, 1),
  contact: { type: 'array', items: text(200, 1), maxItems: 10 },
  address: address(addressRequired),
});

const dose = { type: 'integer', minimum: 1, maximum: 99 };

const vaccination = {
  type: 'object',
  required: ['name', 'manufacturer', 'date', 'effectiveStart', 'effectiveUntil', 'dose', 'totalDoses'],
  properties: {
    name: text(100, 1),
    batch: optionalText(60),
    manufacturer: text(150, 1),
    date: { type: 'string', format: 'moment' },
    effectiveStart: { type: 'string', format: 'civil-date' },
    effectiveUntil: { type: 'string', format: 'civil-date' },
    dose: { ...dose, description: 'Number of this dose, from 1' },
    totalDoses: { ...dose, description: 'Doses of the whole course; a dose above it is a precaution dose' },
  },
};

const facility = (required: readonly string[], addressRequired: readonly string[]) => ({
  type: 'object',
  required,
  properties: { name: text(200, 1), address: address(addressRequired) },
});

const worker = { type: 'object', required: ['name'], properties: { name: text(150, 1) } };

const shared = {
  preEnrollmentCode: text(100, 1),
  programId: optionalText(100),
  enrollmentType: optionalText(60),
  comorbidities: { type: ['array', 'null'], items: text(200) },
  meta: {
    type: ['object', 'null'],
    description: 'Anything else that the country pack prints; `vaccinations` lists earlier doses',
    properties: {
      vaccinations: {
        type: ['array', 'null'],
        maxItems: 20,
        items: {
          type: 'object',
          properties: {
            name: optionalText(100),
            batch: optionalText(60),
            manufacturer: optionalText(150),
            dose: { type: ['integer', 'null'], minimum: 0, maximum: 99 },
            date: { type: ['string', 'null'], pattern: '^$|^[0-9]{4}-' },
          },
        },
      },
    },
  },
};

/** Body item of `POST /v1/certify` and `/v2/certify`: a vaccination, for a domestic certificate. */
export const domesticVaccinationSchema = {
  $id: 'DomesticVaccinationEvent',
  type: 'object',
  required: ['preEnrollmentCode', 'recipient', 'vaccination', 'vaccinator', 'facility'],
  properties: {
    ...shared,
    recipient: {
      type: 'object',
      required: ['name', 'gender', 'nationality', 'identity', 'contact', 'address'],
      properties: recipientProperties(domesticAddress),
    },
    vaccination,
    vaccinator: worker,
    facility: facility(['name', 'address'], domesticAddress),
  },
};

/** Body item of `POST /v3/certify`: a vaccination, for an international certificate (WHO DDCC core data). */
export const internationalVaccinationSchema = {
  $id: 'InternationalVaccinationEvent',
  type: 'object',
  required: ['preEnrollmentCode', 'recipient', 'vaccination', 'facility'],
  properties: {
    ...shared,
    recipient: {
      type: 'object',
      required: ['name', 'nationality', 'identity', 'contact', 'dob'],
      properties: {
        ...recipientProperties([]),
        dob: {
          type: 'string',
          format: 'partial-civil-date',
          description: 'An age is never turned into a date of birth',
        },
      },
    },
    vaccination,
    vaccinator: { ...worker, type: ['object', 'null'] },
    facility: facility(['name'], []),
  },
};

/** Body item of `POST /v1/test/certify`: a test result. */
export const testSchema = {
  $id: 'TestEvent',
  type: 'object',
  required: ['preEnrollmentCode', 'recipient', 'testDetails', 'facility'],
  properties: {
    ...shared,
    recipient: {
      type: 'object',
      required: ['name', 'gender', 'dob', 'identity', 'contact'],
      properties: {
        ...recipientProperties([]),
        dob: { type: 'string', format: 'partial-civil-date' },
      },
    },
    testDetails: {
      type: 'object',
      required: ['testType', 'disease', 'sampleCollectionTimestamp', 'resultTimestamp', 'result'],
      properties: {
        testName: optionalText(150),
        testType: text(100, 1),
        disease: text(100, 1),
        batch: optionalText(60),
        manufacturer: optionalText(150),
        sampleOrigin: optionalText(100),
        sampleCollectionTimestamp: { type: 'string', format: 'moment' },
        resultTimestamp: { type: 'string', format: 'moment' },
        result: { type: 'string', enum: ['Positive', 'Negative', 'Inconclusive', 'Void'] },
      },
    },
    verifier: { ...worker, type: ['object', 'null'] },
    facility: facility(['name', 'address'], domesticAddress),
  },
};
