import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

/** The packs that come with Mohar. */
export const countries = join(import.meta.dirname, '..', '..', '..', '..', 'countries');

/** The file that makes a folder a pack. */
export const countryFile = 'country.yaml';

/** What a pack, and its folder, may be called. */
export const packName = /^[a-z][a-z0-9-]*$/;

/** What MOHAR_COUNTRY must be. */
export const namedPack = `the name of a folder in countries/, or the absolute path of one elsewhere, with a ${countryFile}`;

/**
 * The folder of a country's pack.
 *
 * @param country name of a folder in `countries/`, or absolute path of one elsewhere.
 * @returns its absolute path; undefined where there is no pack.
 */
export function packDirectory(country: string): string | undefined {
  if (isAbsolute(country)) return packAt(resolve(country));
  return packName.test(country) ? packAt(join(countries, country)) : undefined;
}

/** The folder of a pack that another one extends: beside it, else in `countries/`; undefined where there is none. */
export const extendedDirectory = (directory: string, name: string): string | undefined =>
  packAt(join(dirname(directory), name)) ?? packAt(join(countries, name));

/** What a pack is called: its folder. */
export const codeOf = (directory: string): string => basename(directory);

const packAt = (directory: string): string | undefined =>
  existsSync(join(directory, countryFile)) ? directory : undefined;
