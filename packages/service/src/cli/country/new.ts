import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { countries, packName } from '../../country/pack-directory.ts';
import { CommandError } from '../command-error.ts';

/** Files of a pack to start from; `{{…}}` in them is filled in. */
const patterns = join(import.meta.dirname, 'new-pack');

/** `mohar country new`: a complete pack of a made-up country. */
export function newCountry(code: string, { into = countries }: { into?: string } = {}): void {
  if (!packName.test(code) || code === 'schema')
    throw new CommandError(
      `"${code}" is no name for a pack: small letters, figures and hyphens, a letter first.`,
    );
  const directory = resolve(into, code);
  if (existsSync(directory)) throw new CommandError(`${directory} is there already: nothing was written.`);
  const words = wordsFor(code, directory);
  for (const path of readdirSync(patterns, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const source = join(path.parentPath, path.name);
    const target = join(directory, relative(patterns, source));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, filledIn(readFileSync(source, 'utf8'), words));
  }
  process.stdout.write(`${said(directory, code)}\n`);
}

/** What stands for the country in the files. */
function wordsFor(code: string, directory: string): Readonly<Record<string, string>> {
  const letters = code.replaceAll(/[^a-z]/g, '').toUpperCase();
  return {
    code,
    name: code
      .split('-')
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join(' '),
    // ISO 3166-1 leaves these to users; ICU has tests, and Kosovo, at three of them.
    alpha2: `X${'ABK'.includes(letters.charAt(0)) ? 'Z' : letters.charAt(0)}`,
    alpha3: `X${letters.slice(0, 2).padEnd(2, 'X')}`,
    schemas: relative(directory, join(countries, 'schema')).split(sep).join('/'),
  };
}

function filledIn(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => words[name] ?? whole);
}

const said = (directory: string, code: string): string => {
  const shown = dirname(directory) === countries ? code : directory;
  return `${directory} is a pack of a made-up country. Edit first:
  country.yaml     who issues: codes, time zone, languages, names and addresses
  emblem.svg       the emblem, on paper and in the verifier
  templates/vaccination-domestic.typ, messages/en.po
                   how certificates look, and what they say
  fields.yaml, identities.yaml, vaccines.yaml, regions.yaml
                   what events must have, and what is known of them
Then, every time:  mohar country check ${shown}
And to use it:     MOHAR_COUNTRY=${shown} mohar serve
docs/countries/README.md explains every piece.`;
};
