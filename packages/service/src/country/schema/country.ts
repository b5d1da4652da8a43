import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { about, anyOfMembers, languageTag, members, template, text, translations, uri } from './parts.ts';

const issuer = members(
  {
    id: about('How certificates in DIVOC’s format name the issuer: a URI', uri),
    did: about('DID of the issuer: certificates of VC 2.0, keys and lists name it so', uri),
    name: about('Printed at the top, by language', translations),
    department: about('Printed below the name, by language', translations),
    site: about('Where holders read how to verify; printed', text),
    keyName: about(
      'How proofs name a key: {key} stands for its id, {did} for the DID; {did}#{key}, where not given',
      {
        type: 'string',
        pattern: '^(\\{did\\}|[A-Za-z][A-Za-z0-9+.-]*:)[^\\s<>"{}|\\\\^`]*\\{key\\}[^\\s<>"{}|\\\\^`]*$',
        'x-message': 'must be a URI with {key} in it, such as {did}#{key}',
      },
    ),
  },
  ['keyName'],
);

const context = members(
  {
    url: about('As certificates name it', uri),
    file: about('The document, below the pack’s folder, where Mohar does not bring it', {
      type: 'string',
      pattern: '^contexts/[A-Za-z0-9][A-Za-z0-9_.-]*\\.json$',
      'x-message': 'must be the path of a .json file in contexts/',
    }),
  },
  ['file'],
);

const credential = members(
  {
    proof: about('Cryptosuite of certificates', { enum: Object.keys(cryptosuites) }),
    identityPrefix: about('Before identities that are no URI, with a colon', uri),
    vaccinationBaseUrl: about('Before a vaccination’s id in evidence', uri),
    testBaseUrl: about('Before a test’s id in evidence', uri),
    feedbackBaseUrl: about('Of DIVOC’s feedbackUrl', uri),
    infoBaseUrl: about('Of DIVOC’s infoUrl', uri),
    statusBaseUrl: about('Where status lists are published: <it><number of the list>', uri),
    contexts: about(
      'JSON-LD contexts of DIVOC’s format, where they are not cowin.gov.in’s; whoever verifies must know them',
      anyOfMembers({ domestic: context, international: context, test: context }),
    ),
  },
  ['contexts'],
);

const languages = members(
  {
    default: about(
      'What a certificate is printed in where nobody asks for another: one, or two side by side',
      {
        type: 'array',
        minItems: 1,
        maxItems: 2,
        uniqueItems: true,
        items: languageTag,
      },
    ),
    beside: about('What stands beside the language of the facility’s region', languageTag),
    offered: about('What can be asked for', {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: languageTag,
    }),
    aliases: about(
      'Other codes for offered languages, by their tags: DIVOC’s, such as HIN; one alone gives that language beside the first of default',
      {
        type: 'object',
        propertyNames: { pattern: languageTag.pattern },
        additionalProperties: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9-]{1,34}$' },
        },
      },
    ),
  },
  ['beside', 'aliases'],
);

const wrapping = { enum: ['text', 'bytes', 'compact'] };

/** A list of members that make a key. */
const keyMembers = (known: readonly string[]) => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: known },
});

/** JSON Schema of `country.yaml`. */
export const countrySchema = members(
  {
    extends: about('Name of the pack whose files count where this one has none of its own', {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]*$',
    }),
    country: about(
      'Codes of ISO 3166-1',
      members({
        alpha2: { type: 'string', pattern: '^[A-Z]{2}$', 'x-message': 'must be two capital letters' },
        alpha3: { type: 'string', pattern: '^[A-Z]{3}$', 'x-message': 'must be three capital letters' },
      }),
    ),
    timeZone: about('IANA name, such as Asia/Colombo', text),
    languages: about('Languages of certificates, by BCP 47 tags', languages),
    disease: about('The disease of events that name none', text),
    issuer: about('Who issues', issuer),
    credential: about('What a certificate carries for good', credential),
    qr: about(
      'The QR code on paper',
      members(
        {
          wrapping: about(
            'text, as DIVOC has it; bytes, a third smaller; compact, for proofs of VC 2.0',
            wrapping,
          ),
          kinds: about(
            'By certificate kind, where it is another: domestic, international, test, an entity type',
            {
              type: 'object',
              propertyNames: { pattern: '^[a-z][a-z0-9-]{1,60}$' },
              additionalProperties: wrapping,
            },
          ),
        },
        ['kinds'],
      ),
    ),
    paper: about('The paper that certificates are printed on', { enum: ['a4', 'us-letter'] }),
    pdf: about(
      'The standard that PDFs keep to: PDF/A-3a, with the signed credential inside; PDF/A-2a or PDF/UA-1, without',
      { enum: ['a-3a', 'a-2a', 'ua-1'] },
    ),
    duplicates: about('An event whose live certificate says something else: 409, or ignored, as DIVOC does', {
      enum: ['refuse', 'ignore'],
    }),
    correctionLimit: about('How often the certificate of one event may be corrected', {
      type: 'integer',
      minimum: 0,
      maximum: 100,
    }),
    eventKey: about(
      'By what events of one beneficiary and kind are told apart: of each key, one certificate is in force. Choose before the first is issued',
      anyOfMembers({
        vaccination: keyMembers(['program', 'disease', 'dose', 'vaccine', 'date']),
        test: keyMembers(['program', 'disease', 'sampleTime', 'testType']),
      }),
    ),
    templates: about(
      'Typst files, below the pack’s folder',
      members({
        domestic: about('Of vaccinations, domestic', template),
        international: about('Of vaccinations, international', template),
        test: about('Of test results', template),
      }),
    ),
  },
  ['extends', 'eventKey'],
);
