import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../src/language/languages.ts';
import { loadWords } from '../src/language/load-words.ts';

interface Tree {
  readonly [name: string]: string | Tree;
}

const folder = join(import.meta.dirname, '../src/words');
const read = (language: string): Tree => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
const textsOf = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : textsOf(value, `${path}${name}.`),
  );
const placesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

const english = new Map(textsOf(read('en')));
const others = Object.keys(languages).filter((language) => language !== 'en');

/** Words that are the same in English: French took them from the same Latin and Greek. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  fr: ['Dose', 'Dose {dose}', 'Test', 'District', 'Vaccination'],
};

it('has a file for each language, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(languages)
      .map((language) => `${language}.json`)
      .sort(),
  );
});

describe.each(Object.keys(languages))('%s', (language) => {
  const texts = new Map(textsOf(read(language)));

  it('has the texts of English, each once, none empty', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('names the same values in each text', () => {
    for (const [name, text] of texts)
      expect([name, placesIn(text)]).toEqual([name, placesIn(english.get(name) ?? '')]);
  });

  it('says which language it is, and how it runs', () => {
    expect(texts.get('language')).toBe(language);
    expect(texts.get('direction')).toBe(languages[language as keyof typeof languages].direction);
  });

  it('is what the app loads, with the words for verdicts', async () => {
    const words = await loadWords(language as keyof typeof languages);
    expect(words.app.language).toBe(language);
    expect(words.verdict.language).toBe(language);
  });
});

describe.each(others)('%s', (language) => {
  it('leaves nothing in English', () => {
    const same = textsOf(read(language)).filter(
      ([name, text]) =>
        name !== 'direction' && text === english.get(name) && !sameAsEnglish[language]?.includes(text),
    );
    expect(same).toEqual([]);
  });
});

describe.each([
  ['hi', 'Devanagari'],
  ['ar', 'Arabic'],
  ['si', 'Sinhala'],
])('%s', (language, script) => {
  it(`is written in ${script}`, () => {
    const letters = new RegExp(`\\p{Script=${script}}`, 'u');
    const without = textsOf(read(language)).filter(
      ([name, text]) => name !== 'language' && name !== 'direction' && !letters.test(text),
    );
    expect(without).toEqual([]);
  });
});
