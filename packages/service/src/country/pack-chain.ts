import { join } from 'node:path';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { CountryPiece } from './pack.ts';
import { codeOf, countryFile, extendedDirectory } from './pack-directory.ts';
import type { PackFault } from './pack-fault.ts';
import { type ReadFile, readPiece } from './read-piece.ts';
import { countrySchema } from './schema/country.ts';

const longest = 3;
const countryFaults = compileSchema(countrySchema);

/** A pack and those that it extends. */
export interface PackChain {
  /** Absolute paths, the pack's own folder first. */
  readonly directories: readonly [string, ...string[]];
  /** The pack's own `country.yaml`. */
  readonly country: ReadFile<CountryPiece>;
  /** Of `country.yaml` of every pack of the chain, and of how they extend each other. */
  readonly faults: readonly PackFault[];
}

/**
 * Follows `extends` from a pack to the packs whose files count where it has none of its own.
 *
 * @param directory absolute path of the pack's folder.
 */
export function packChain(directory: string): PackChain {
  const directories: [string, ...string[]] = [directory];
  const country = readCountry(directory);
  const faults = [...country.faults];
  let last = country;
  while (last.value?.extends !== undefined) {
    const name = last.value.extends;
    const next = extendedDirectory(directories.at(-1) as string, name);
    const message =
      next === undefined
        ? `must be the name of a pack: there is no ${join(name, countryFile)} beside this one's folder, nor in countries/`
        : directories.includes(next)
          ? `must lead to no circle: ${[...directories, next].map(codeOf).join(' extends ')}`
          : directories.length === longest
            ? `must not extend a pack that extends others already: at most ${longest} are one behind the other`
            : undefined;
    if (next === undefined || message !== undefined) {
      faults.push(last.fault('/extends', message ?? ''));
      break;
    }
    directories.push(next);
    last = readCountry(next);
    faults.push(...last.faults);
  }
  return { directories, country, faults };
}

const readCountry = (directory: string) =>
  readPiece<CountryPiece>(join(directory, countryFile), countryFaults);
