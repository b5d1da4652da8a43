import type { Fault } from '@mohar/credential/event/fault.ts';
import type { ExportRecord } from '@mohar/credential/formats/export-record.ts';
import type { CountryPack } from '../country/pack.ts';
import { unprintableFaults } from '../issuing/unprintable.ts';

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

/** The members that are a name. A format that takes names takes each: as written, or transliterated, as it writes them. */
export const nameMembers = ['fn', 'fnt', 'gn', 'gnt'] as const satisfies readonly (keyof HolderDetails)[];

const written = { type: 'string', format: 'person-name', minLength: 1, maxLength: 80 };
const machineReadable = { type: 'string', maxLength: 80, pattern: '^[A-Z]+(<[A-Z]+)*$' };

/** JSON Schema of {@link HolderDetails}. */
export const holderDetailsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    fn: { ...written, description: 'Family name, as its holder writes it' },
    fnt: { ...machineReadable, description: 'Family name in ICAO 9303 characters: DE<LA<CRUZ' },
    gn: { ...written, description: 'Given names' },
    gnt: { ...machineReadable, description: 'Given names in ICAO 9303 characters' },
    passport: {
      type: 'string',
      pattern: '^[A-Z0-9]{5,11}$',
      description: 'Number of the passport, for icvp and vds-nc',
    },
  },
};

/** What is wrong with them, beyond their schema: given names need a family name beside them. */
export const detailsFaults = ({ fn, fnt, gn, gnt }: HolderDetails): readonly Fault[] =>
  (gn !== undefined || gnt !== undefined) && fn === undefined && fnt === undefined
    ? [{ pointer: '/fn', rule: 'required', message: 'must be given where gn or gnt is' }]
    : [];

/** A fault for each member that has no place in what is asked for: nothing that a caller says is passed over. */
export const untakenFaults = (
  holder: HolderDetails,
  takes: readonly (keyof HolderDetails)[],
): readonly Fault[] =>
  Object.keys(holder)
    .filter((member) => !(takes as readonly string[]).includes(member))
    .map((member) => ({
      pointer: `/${member}`,
      rule: 'not-taken',
      message: 'has no place in this format: leave it out',
    }));

/** A fault for each name as written that no font of the country's certificates can draw. */
export const undrawableNames = (
  { fn = '', gn = '' }: HolderDetails,
  { fontCodePoints }: CountryPack,
): readonly Fault[] => unprintableFaults({ fn, gn }, '', fontCodePoints);

/** The name in its parts, for formats that write it in any letters: as its holder does, where the caller says how. */
export function nameParts({ fn, fnt, gn, gnt }: HolderDetails): { family?: string; given?: string } {
  const family = fn ?? fnt?.replaceAll('<', ' ');
  const given = gn ?? gnt?.replaceAll('<', ' ');
  return { ...(family === undefined ? {} : { family }), ...(given === undefined ? {} : { given }) };
}

/** The record with the name that a caller gives, for formats that write it in one. */
export function renamed(record: ExportRecord, holder: HolderDetails): ExportRecord {
  const { family, given } = nameParts(holder);
  if (family === undefined) return record;
  const name = given === undefined ? family : `${given} ${family}`;
  return { ...record, event: { ...record.event, recipient: { ...record.event.recipient, name } } };
}
