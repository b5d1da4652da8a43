import { existsSync } from 'node:fs';
import { join } from 'node:path';

const countries = join(import.meta.dirname, '..', '..', '..', '..', 'countries');

/** The folder of a country's pack; undefined where there is none of that name. */
export function packDirectory(country: string): string | undefined {
  const directory = join(countries, country);
  return existsSync(join(directory, 'pack.json')) ? directory : undefined;
}
