import { testsSchema, vaccinesSchema } from './catalogues.ts';
import { countrySchema } from './country.ts';
import { exportsSchema } from './exports.ts';
import { fieldsSchema, identitiesSchema, regionsSchema } from './holders.ts';
import { bulkSchema, trustedIssuersSchema, verifierSchema } from './small-pieces.ts';

/** Every piece of a country pack, a file `<name>.yaml` each: what it is, its JSON Schema, and whether a pack must have it, itself or from one that it extends. */
export const pieces = {
  country: {
    title: 'Country pack: who issues, and how',
    schema: countrySchema,
    required: true,
  },
  vaccines: { title: 'Country pack: vaccine catalogue', schema: vaccinesSchema, required: true },
  tests: { title: 'Country pack: test devices', schema: testsSchema, required: false },
  identities: {
    title: 'Country pack: identity types, and how they are shown',
    schema: identitiesSchema,
    required: false,
  },
  regions: { title: 'Country pack: regions and their languages', schema: regionsSchema, required: false },
  fields: { title: 'Country pack: rules for the fields of events', schema: fieldsSchema, required: false },
  exports: { title: 'Country pack: formats for other countries', schema: exportsSchema, required: false },
  bulk: { title: 'Country pack: headings of upload files', schema: bulkSchema, required: false },
  verifier: { title: 'Country pack: the verifier web app', schema: verifierSchema, required: false },
  'trusted-issuers': {
    title: 'Country pack: issuers of other countries that count here',
    schema: trustedIssuersSchema,
    required: false,
  },
} as const satisfies Record<string, { title: string; schema: object; required: boolean }>;

export type PieceName = keyof typeof pieces;
