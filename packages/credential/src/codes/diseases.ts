import type { DiseaseCodes } from '../formats/export-record.ts';
import diseases from './diseases.json' with { type: 'json' };

/** The codes of a disease, by one of its names in any case; undefined for one that is not listed. */
export const diseaseNamed = (name: string): DiseaseCodes | undefined => byName.get(keyOf(name))?.codes;

/** All names of a disease, by one of them in any case; that one alone, where it is not listed. */
export const diseaseNames = (name: string): readonly string[] => byName.get(keyOf(name))?.names ?? [name];

const keyOf = (name: string): string => name.trim().toLowerCase();

const byName = new Map<string, { readonly codes: DiseaseCodes; readonly names: readonly string[] }>(
  diseases.diseases.flatMap(({ names, ...codes }) =>
    names.map((name) => [keyOf(name), { codes: { name: names[0] as string, ...codes }, names }] as const),
  ),
);

/** The diseases that are listed, by their first names. */
export const listedDiseases: readonly string[] = diseases.diseases.map(({ names }) => names[0] as string);
