/**
 * Writes what country packs are judged by; with --check, fails where it is not current: countries/schema/*.schema.json, by which
 * editors help, from the schemas that the service has; and the service's list of the verifier's words, from the verifier,
 * which the service does not import.
 */
import verdictWords from '@mohar/credential/verification/words/en.json' with { type: 'json' };
import type { PieceName } from '@mohar/service/src/country/schema/pieces.ts';
import { languages } from '../packages/verifier/src/language/languages.ts';
import appWords from '../packages/verifier/src/words/en.json' with { type: 'json' };
import { keepCurrent } from './keep-current.ts';

/** Of the files, not of the app. */
const fixed = ['language', 'direction', 'name'];

const textsOf = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : textsOf(value as object, `${path}${name}.`),
  );

const texts = [appWords, verdictWords]
  .flatMap((words) => textsOf(words))
  .filter(([name]) => !fixed.includes(name));
const twice = texts.find(([name], place) => texts.findIndex(([other]) => other === name) !== place);
if (twice)
  throw new Error(`${twice[0]} is a word of the app, and one of verdicts: nobody could say which is meant.`);

keepCurrent(
  'packages/service/src/country/schema/verifier-words.json',
  `${JSON.stringify(
    {
      languages: Object.keys(languages),
      words: Object.fromEntries(
        texts.map(([name, text]) => [name, [...new Set(text.match(/\{\w+\}/g))].sort()]),
      ),
    },
    null,
    2,
  )}\n`,
  'schemas',
);

// Only now: they are made of the words just written.
const { pieces } = await import('@mohar/service/src/country/schema/pieces.ts');
for (const name of Object.keys(pieces) as PieceName[]) {
  const { title, schema } = pieces[name];
  const published = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...schema,
  };
  keepCurrent(`countries/schema/${name}.schema.json`, `${JSON.stringify(published, null, 2)}\n`, 'schemas');
}
