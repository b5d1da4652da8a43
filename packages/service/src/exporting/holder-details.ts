import type { Fault } from '@mohar/credential/event/fault.ts';

/**
 * What a caller may add of a holder: the name in the parts that other countries' formats have (DIVOC's eu-certificate call
 * takes the same members), and the passport.
 */
export interface HolderDetails {
  /** Family name as its holder writes it. */
  readonly fn?: string;
  /** Family name transliterated by ICAO 9303. */
  readonly fnt?: string;
  /** Given names as their holder writes them. */
  readonly gn?: string;
  /** Given names transliterated by ICAO 9303. */
  readonly gnt?: string;
  /** Number of the passport that the holder travels with. */
  readonly passport?: string;
}

const text = { type: 'string', minLength: 1, maxLength: 80, pattern: '^[^\\u0000-\\u001f\\u007f]+$' };
const machineReadable = { type: 'string', maxLength: 80, pattern: '^[A-Z]+(<[A-Z]+)*$' };

/** JSON Schema of {@link HolderDetails}. */
export const holderDetailsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    fn: { ...text, description: 'Family name, as its holder writes it' },
    fnt: { ...machineReadable, description: 'Family name in ICAO 9303 characters: DE<LA<CRUZ' },
    gn: { ...text, description: 'Given names' },
    gnt: { ...machineReadable, description: 'Given names in ICAO 9303 characters' },
    passport: {
      type: 'string',
      pattern: '^[A-Z0-9]{5,11}$',
      description: 'Number of the passport, for ICAO’s seals',
    },
  },
};

/** What is wrong with them, beyond their schema: given names need a family name beside them. */
export const detailsFaults = ({ fn, fnt, gn, gnt }: HolderDetails): readonly Fault[] =>
  (gn !== undefined || gnt !== undefined) && fn === undefined && fnt === undefined
    ? [{ pointer: '/fn', rule: 'required', message: 'must be given where gn or gnt is' }]
    : [];
