import { about, languageTag, members, text } from './parts.ts';

const regularExpression = { type: 'string', format: 'regular-expression', minLength: 1, maxLength: 500 };

const shown = {
  name: about('Key of the message that names the document', {
    type: 'string',
    pattern: '^identityDocuments\\.[a-z0-9-]+$',
    'x-message': 'must be the key of a message, such as identityDocuments.passport',
  }),
  shown: about('On paper: whole, or masked', { enum: ['whole', 'masked'] }),
  keepLast: about(
    'Of a masked one: how many letters and figures stand at its end; never more than half of them',
    {
      type: 'integer',
      minimum: 0,
      maximum: 20,
    },
  ),
};

const identity = members(
  {
    type: about('What it is called here', { type: 'string', pattern: '^[a-z][a-z0-9-]*$' }),
    uri: about(
      'Regular expression for what stands before the number in a URI, whatever its case: in.gov.passport in did:in.gov.passport:Z3456721',
      regularExpression,
    ),
    text: about('Regular expression for the whole of an identity that is no URI', regularExpression),
    pattern: about('Regular expression that its number must match as a whole', regularExpression),
    message: about('What would be right, where it does not: “must be …”', text),
    ...shown,
  },
  ['uri', 'text', 'pattern', 'message', 'keepLast'],
);

/** JSON Schema of `identities.yaml`. */
export const identitiesSchema = members(
  {
    identities: about('The first that fits is it', { type: 'array', items: identity }),
    others: about('What none of them is; shown whole, where not given', members(shown, ['keepLast'])),
  },
  ['others'],
);

/** JSON Schema of `regions.yaml`. */
export const regionsSchema = members({
  regions: about('Parts of the country, as addresses of facilities name them', {
    type: 'array',
    items: members(
      {
        name: text,
        otherNames: about('Other spellings; case, spaces and punctuation do not count', {
          type: 'array',
          minItems: 1,
          items: text,
        }),
        code: about('ISO 3166-2', { type: 'string', pattern: '^[A-Z]{2}-[A-Z0-9]{1,3}$' }),
        language: about('Of its certificates, where nobody asks for another', languageTag),
      },
      ['otherNames', 'code'],
    ),
  }),
});

const rules = {
  type: 'object',
  description: 'A JSON Schema (2020-12); x-message says in words what would be right',
};

/** JSON Schema of `fields.yaml`. */
export const fieldsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    domestic: { ...rules, title: 'Of events of /v1/certify and of uploads of vaccinations' },
    international: { ...rules, title: 'Of events of /v3/certify' },
    test: { ...rules, title: 'Of events of /v1/test/certify and of uploads of tests' },
  },
};
