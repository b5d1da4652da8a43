import { fieldSets } from '@mohar/credential/formats/icvp/field-set.ts';
import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';

const text = { type: 'string', minLength: 1, format: 'plain-text' };
const uri = { type: 'string', format: 'uri' };
const instant = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' };
const template = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_/-]*\\.typ$' };
const translations = { type: 'object', minProperties: 1, additionalProperties: text };
const members = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const days = { type: 'integer', minimum: 0, maximum: 1_000 };
/** What every format has. */
const exportRules = (own: Record<string, object> = {}, optional: readonly string[] = []) =>
  members(
    { template, ...own, finalDoseOnly: { type: 'boolean' }, validDays: { type: 'integer', minimum: 1 } },
    ['finalDoseOnly', 'validDays', ...optional],
  );

/** Of a row of a catalogue. */
const catalogueNames = {
  type: 'array',
  minItems: 1,
  items: { type: 'string', pattern: '^[^A-Z\\s]*[^A-Z\\s\\p{P}][^A-Z\\s]*$' },
};

/** Headings by DIVOC's names of the columns. */
const headings = {
  type: 'object',
  propertyNames: { pattern: '^[a-z][A-Za-z0-9]+$' },
  additionalProperties: text,
};

/** JSON Schema of a country pack's `pack.json`. */
export const packSchema = members(
  {
    country: members({
      alpha2: { type: 'string', pattern: '^[A-Z]{2}$' },
      alpha3: { type: 'string', pattern: '^[A-Z]{3}$' },
    }),
    timeZone: text,
    languages: {
      type: 'array',
      minItems: 1,
      maxItems: 2,
      items: { type: 'string', pattern: '^[a-z]{2,3}$' },
    },
    disease: text,
    issuer: members({ id: uri, did: uri, name: translations, department: translations, site: text }),
    credential: members({
      proof: { enum: Object.keys(cryptosuites) },
      identityPrefix: uri,
      vaccinationBaseUrl: uri,
      testBaseUrl: uri,
      feedbackBaseUrl: uri,
      infoBaseUrl: uri,
      statusBaseUrl: uri,
    }),
    qr: members({ wrapping: { enum: ['text', 'bytes', 'compact'] } }),
    duplicates: { enum: ['refuse', 'ignore'] },
    correctionLimit: { type: 'integer', minimum: 0, maximum: 100 },
    templates: members({ domestic: template, international: template, test: template }),
    vaccines: {
      type: 'array',
      items: members(
        {
          names: catalogueNames,
          otherNames: catalogueNames,
          makers: catalogueNames,
          icd11Code: text,
          icd11Type: text,
          prophylaxis: text,
          disease: text,
          eu: members({ prophylaxis: text, product: text, manufacturer: text }),
          cvx: { type: 'string', pattern: '^[0-9]{1,3}$' },
          whoProduct: text,
        },
        ['otherNames', 'makers', 'disease', 'icd11Type', 'eu', 'cvx', 'whoProduct'],
      ),
    },
    testDevices: {
      type: 'array',
      items: members(
        {
          names: catalogueNames,
          otherNames: catalogueNames,
          eu: { type: 'string', pattern: '^[0-9]{1,6}$' },
        },
        ['otherNames'],
      ),
    },
    exports: members(
      {
        'eu-dcc': exportRules({ recovery: members({ fromDay: days, untilDay: days }) }, ['recovery']),
        'smart-health-card': exportRules({
          iss: { type: 'string', format: 'uri', pattern: '^https://.*[^/]$' },
        }),
        'who-ddcc': exportRules(),
        icvp: exportRules(
          { fieldSet: { enum: fieldSets.map(({ name }) => name) }, subclaim: { type: 'integer' } },
          ['fieldSet', 'subclaim'],
        ),
        'vds-nc': exportRules(
          { contact: members({ telephone: text, email: text, address: text }, ['address']) },
          ['contact'],
        ),
      },
      ['eu-dcc', 'smart-health-card', 'who-ddcc', 'icvp', 'vds-nc'],
    ),
    verifier: members({ colour: { type: 'string', pattern: '^#[0-9a-f]{6}$' } }),
    trustedIssuers: {
      type: 'array',
      items: members(
        {
          id: uri,
          name: translations,
          country: { type: 'string', pattern: '^[A-Z]{3}$' },
          keys: {
            type: 'array',
            minItems: 1,
            items: members(
              {
                verificationMethod: uri,
                publicKey: { type: 'string', pattern: '^-----BEGIN PUBLIC KEY-----' },
                validFrom: instant,
                validUntil: instant,
                compromisedSince: instant,
              },
              ['validFrom', 'validUntil', 'compromisedSince'],
            ),
          },
        },
        ['country'],
      ),
    },
    bulk: members({ vaccination: headings, test: headings }, ['vaccination', 'test']),
  },
  ['bulk', 'exports', 'testDevices', 'trustedIssuers', 'verifier'],
);

/** JSON Schema of an entity type's `entity.json`. */
export const entitySchema = members({
  entityType: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,60}$' },
  credentialType: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' },
  subjectType: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' },
  contextUrl: uri,
  beneficiaryMember: text,
  holderBaseUri: uri,
  template,
});
