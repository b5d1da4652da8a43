import { bareName } from '@mohar/credential/words-of.ts';
import type { CountryPack, PackLanguages, Region } from './pack.ts';
import { remembered } from './remembered.ts';

/** What languages are chosen by. */
type LanguagePack = Pick<CountryPack, 'languages' | 'regions'>;

/** What an event tells of its place; events of entity types tell nothing. */
export interface PlacedEvent {
  readonly kind: string;
  readonly facility?: { readonly address?: { readonly state?: string } };
}

/**
 * The languages that a certificate is printed in.
 *
 * @param wanted as a caller asked for them, {@link wantedLanguages}.
 * @returns one, or two side by side: those that are wanted; else that of the facility's region, beside the country's; else
 *   the country's usual ones.
 */
export function languagesFor(
  pack: LanguagePack,
  { facility }: PlacedEvent,
  wanted?: readonly string[],
): readonly string[] {
  if (wanted !== undefined) return wanted;
  const language = regionLanguage(pack, facility?.address?.state ?? '');
  return language === undefined ? pack.languages.default : besideOthers(pack.languages, language);
}

/**
 * Reads the languages that a caller asks for: one tag that the country offers, or two, separated by a comma; or one of its other codes,
 * which (as with DIVOC) gives that language beside the country's.
 *
 * @returns undefined where it is none of these.
 */
export function wantedLanguages({ languages }: LanguagePack, text: string): readonly string[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const [first = '', ...others] = parts;
  const alias = aliased(languages, first);
  if (alias !== undefined && others.length === 0) return besideOthers(languages, alias);
  const tags = parts.map((part) => offered(languages, part) ?? aliased(languages, part));
  const known = tags.filter((tag) => tag !== undefined);
  return known.length === parts.length && known.length <= 2 && new Set(known).size === known.length
    ? known
    : undefined;
}

/**
 * The language of a region's certificates.
 *
 * @param state as addresses name it: case, spaces and punctuation do not count.
 * @returns undefined where the region is not known.
 */
export const regionLanguage = (
  { regions }: Pick<CountryPack, 'regions'>,
  state: string,
): string | undefined => languagesBy(regions)(state);

/** A region's name without what does not count in it. */
export const bareRegion = (name: string): string => bareName(name.replaceAll('&', ' and '));

/** What a region is found by. */
export const regionNames = ({ name, otherNames = [] }: Region): readonly string[] => [name, ...otherNames];

const languagesBy = remembered((regions: readonly Region[]) => {
  const languages = new Map(
    regions.flatMap((region) =>
      regionNames(region).map((name) => [bareRegion(name), region.language] as const),
    ),
  );
  return (state: string) => languages.get(bareRegion(state));
});

const besideOthers = ({ beside }: PackLanguages, language: string): readonly string[] =>
  beside === undefined || beside === language ? [language] : [beside, language];

const offered = (languages: PackLanguages, text: string): string | undefined =>
  languages.offered.find((tag) => tag.toLowerCase() === text.toLowerCase());

const aliased = ({ aliases = {} }: PackLanguages, text: string): string | undefined =>
  Object.entries(aliases).find(([, codes]) =>
    codes.some((code) => code.toLowerCase() === text.toLowerCase()),
  )?.[0];
