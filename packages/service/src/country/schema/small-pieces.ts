import { about, anyOfMembers, instant, members, text, translations, uri } from './parts.ts';
import verifierWords from './verifier-words.json' with { type: 'json' };

/** Headings by DIVOC's names of the columns. */
const headings = {
  type: 'object',
  propertyNames: { pattern: '^[a-z][A-Za-z0-9]+$' },
  additionalProperties: text,
};

/** JSON Schema of `bulk.yaml`. */
export const bulkSchema = anyOfMembers({
  vaccination: about(
    'Headings of files of vaccinations, by the names that the columns have in DIVOC',
    headings,
  ),
  test: about('Headings of files of tests, by the names that the columns have in DIVOC', headings),
});

/** JSON Schema of `verifier.yaml`. */
export const verifierSchema = {
  ...anyOfMembers({
    colour: about('Of the app’s head, as #rrggbb in small letters', {
      type: 'string',
      pattern: '^#[0-9a-f]{6}$',
      'x-message': 'must be a colour as #rrggbb, in small letters and quotation marks',
    }),
    words: about(
      'What the app says otherwise than its own words do, by language',
      anyOfMembers(
        Object.fromEntries(verifierWords.languages.map((tag) => [tag, { $ref: '#/$defs/words' }])),
      ),
    ),
  }),
  $defs: {
    words: anyOfMembers(Object.fromEntries(Object.keys(verifierWords.words).map((place) => [place, text]))),
  },
};

const key = members(
  {
    verificationMethod: about('How its proofs name the key', uri),
    publicKey: about('PEM: SubjectPublicKeyInfo', {
      type: 'string',
      pattern: '^-----BEGIN PUBLIC KEY-----',
      'x-message': 'must be a public key in PEM: -----BEGIN PUBLIC KEY----- …',
    }),
    validFrom: instant,
    validUntil: instant,
    compromisedSince: about('Signatures from then on count for nothing', instant),
  },
  ['validFrom', 'validUntil', 'compromisedSince'],
);

/** JSON Schema of `trusted-issuers.yaml`. */
export const trustedIssuersSchema = members({
  issuers: about('Other countries’ issuers whose certificates count here', {
    type: 'array',
    items: members(
      {
        id: uri,
        name: translations,
        country: {
          type: 'string',
          pattern: '^[A-Z]{3}$',
          'x-message': 'must be three capital letters: ISO 3166-1 alpha-3',
        },
        keys: { type: 'array', minItems: 1, items: key },
      },
      ['country'],
    ),
  }),
});
