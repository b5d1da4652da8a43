import { about, catalogueNames, members, text } from './parts.ts';

const days = { type: 'integer', minimum: 0, maximum: 3_653 };
const interval = about(
  'Days from one dose to the next',
  members(
    { from: about('The first day', days), to: about('The last day; without it, there is none', days) },
    ['to'],
  ),
);

const vaccine = members(
  {
    names: about('Of the product, each of this row alone', catalogueNames),
    otherNames: about('Of its kind (ipv): count where no product is named', catalogueNames),
    makers: about('Of its maker: count where neither is named', catalogueNames),
    icd11Code: about('ICD-11 extension code of the product, else of its type', text),
    icd11Type: about('ICD-11 extension code of the type', text),
    prophylaxis: about('What ICD-11 calls the type', text),
    disease: about('Where it is not that of country.yaml', text),
    eu: about(
      'Codes of the EU’s value sets; without them there is no EU certificate of this vaccine',
      members({ prophylaxis: text, product: text, manufacturer: text }),
    ),
    cvx: about('CVX code; without it there is no SMART Health Card of this vaccine', {
      type: 'string',
      pattern: '^[0-9]{1,3}$',
      'x-message': 'must be one to three figures, in quotation marks',
    }),
    whoProduct: about('Id in the WHO’s list of prequalified vaccines', text),
    doses: about('Of the whole course: events of this vaccine must say the same (totalDoses)', {
      type: 'integer',
      minimum: 1,
      maximum: 99,
    }),
    intervals: about('From each dose to the next, the first first; the last counts for all that follow', {
      type: 'array',
      minItems: 1,
      items: interval,
    }),
    validDays: about('How long after a dose effectiveUntil may be, in days', {
      type: 'integer',
      minimum: 1,
      maximum: 36_525,
    }),
  },
  [
    'doses',
    'intervals',
    'validDays',
    'otherNames',
    'makers',
    'disease',
    'icd11Type',
    'eu',
    'cvx',
    'whoProduct',
  ],
);

/** JSON Schema of `vaccines.yaml`. */
export const vaccinesSchema = members(
  {
    vaccines: { type: 'array', items: vaccine },
    otherInterval: about('Between doses of a vaccine that is not in the catalogue', interval),
  },
  ['otherInterval'],
);

const testDevice = members(
  {
    names: about('Of maker and test, each of this row alone', catalogueNames),
    otherNames: about('Names that other rows may have too', catalogueNames),
    eu: about('Id in the EU’s list of rapid antigen tests', {
      type: 'string',
      pattern: '^[0-9]{1,6}$',
      'x-message': 'must be one to six figures, in quotation marks',
    }),
  },
  ['otherNames'],
);

/** JSON Schema of `tests.yaml`. */
export const testsSchema = members({ testDevices: { type: 'array', items: testDevice } });
