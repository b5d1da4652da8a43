import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.ts';
import { loadPack } from './country/load-pack.ts';
import type { CountryPack } from './country/pack.ts';

const countries = join(import.meta.dirname, '..', '..', '..', 'countries');

/** Loads the country pack of a name. @throws ConfigError where there is none of it, CountryPackError. */
export function packNamed(country: string): CountryPack {
  const directory = join(countries, country);
  if (existsSync(join(directory, 'pack.json'))) return loadPack(directory, country);
  throw new ConfigError([
    { variable: 'MOHAR_COUNTRY', found: `"${country}"`, right: 'the name of a folder in countries/' },
  ]);
}
