import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOutcomes } from '../../src/verification/check-codes.ts';

interface Tree {
  readonly [name: string]: string | Tree;
}

const folder = join(import.meta.dirname, '../../src/verification/words');
const languages = readdirSync(folder).map((file) => file.replace('.json', ''));
const read = (language: string): Tree => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
// Names of checks have dots: a slash parts the levels.
const textsOf = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : textsOf(value, `${path}${name}/`),
  );
const placesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

const english = new Map(textsOf(read('en')));
/** A valid certificate needs no advice. */
const isEmptyOnPurpose = (name: string) => name === 'verdicts/valid/advice';

/** Words that are the same in English: French took them from the same Latin. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = { fr: ['Format', 'Signature'] };

it('knows five languages', () => {
  expect(languages.sort()).toEqual(['ar', 'en', 'fr', 'hi', 'si']);
});

it('has words for each answer of each check', () => {
  expect(Object.keys(read('en').checks as Tree).sort()).toEqual(Object.keys(checkOutcomes).sort());
});

describe.each(languages)('%s', (language) => {
  const texts = new Map(textsOf(read(language)));

  it('has the texts of English, none empty', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...texts].filter(([name, text]) => text.trim() === '' && !isEmptyOnPurpose(name))).toEqual([]);
  });

  it('names the same values in each text', () => {
    for (const [name, text] of texts)
      expect([name, placesIn(text)]).toEqual([name, placesIn(english.get(name) ?? '')]);
  });

  it('says which language it is, and how it runs', () => {
    expect(texts.get('language')).toBe(language);
    expect(texts.get('direction')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  it.skipIf(language === 'en')('leaves nothing in English', () => {
    const same = [...texts].filter(
      ([name, text]) =>
        name !== 'direction' &&
        !isEmptyOnPurpose(name) &&
        text === english.get(name) &&
        !sameAsEnglish[language]?.includes(text),
    );
    expect(same).toEqual([]);
  });

  it('tells verdicts apart: no two have the same headline', () => {
    const headlines = [...texts].filter(([name]) => name.endsWith('/headline')).map(([, text]) => text);
    expect(new Set(headlines).size).toBe(headlines.length);
  });
});
