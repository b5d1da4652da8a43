import { ConfigError } from './config.ts';
import { loadPack } from './country/load-pack.ts';
import type { CountryPack } from './country/pack.ts';
import { namedPack, packDirectory } from './country/pack-directory.ts';

/** Loads the country pack of a name, or of a folder's absolute path. @throws ConfigError where there is none of it, CountryPackError. */
export function packNamed(country: string): CountryPack {
  const directory = packDirectory(country);
  if (directory !== undefined) return loadPack(directory);
  throw new ConfigError([
    {
      variable: 'MOHAR_COUNTRY',
      found: `"${country}"`,
      right: namedPack,
    },
  ]);
}
