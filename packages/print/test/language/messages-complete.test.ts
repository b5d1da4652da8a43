import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { unprintableCharacters } from '../../src/glyphs.ts';
import { type MessageFile, readMessageFile } from '../../src/language/message-file.ts';
import { printedLanguage } from '../../src/language/printed-language.ts';
import { argumentsOf } from '../../src/language/words.ts';

const countries = join(import.meta.dirname, '../../../../countries');
const packs = readdirSync(countries).filter((pack) => existsSync(join(countries, pack, 'messages', 'en.po')));
const filesOf = (pack: string) =>
  readdirSync(join(countries, pack, 'messages')).map((name) => {
    const path = join('countries', pack, 'messages', name);
    return [
      path,
      name.replace(/\.po$/, ''),
      readMessageFile(readFileSync(join(countries, pack, 'messages', name)), path),
    ] as const;
  });
const argumentsIn = (text: string) => argumentsOf(new IntlMessageFormat(text, 'en').getAst());
const ownDates = [...Array.from({ length: 12 }, (_, month) => `month.${month + 1}`), 'datePattern'];

/** The 22 languages of India's Eighth Schedule, and those of other countries that Mohar speaks. */
const promised =
  'as bn brx doi gu hi kn ks kok mai ml mni-Mtei mr ne or pa sa sat sd ta te ur en si id fil fr es pt ar'.split(
    ' ',
  );

test('every language that is promised is there', () => {
  const there = filesOf('default').map(([, tag]) => tag);
  expect(promised.filter((tag) => !there.includes(tag))).toEqual([]);
});

describe.each(packs)('the words of %s', (pack) => {
  const english = filesOf(pack).find(([, tag]) => tag === 'en')?.[2] as MessageFile;

  test.each(filesOf(pack))(
    '%s: complete, and nothing that the pack does not say in English',
    (_path, tag, file) => {
      expect(file.language).toBe(tag);
      const keys = [...file.messages.keys()];
      expect([...english.messages.keys()].filter((key) => !file.messages.get(key)?.text)).toEqual([]);
      expect(keys.filter((key) => !english.messages.has(key) && !ownDates.includes(key))).toEqual([]);
      expect(keys.filter((key) => file.messages.get(key)?.doubtful)).toEqual([]);
      const outdated = keys.filter(
        (key) =>
          english.messages.has(key) && file.messages.get(key)?.source !== english.messages.get(key)?.source,
      );
      expect(outdated).toEqual([]);
    },
  );

  test.each(filesOf(pack))(
    '%s: in its own letters, all of which can be drawn',
    (_path, tag, { messages }) => {
      const { font } = printedLanguage(tag, 'ZZ');
      const texts = [...messages].map(([key, { text }]) => [key, text] as const);
      expect(texts.filter(([, text]) => unprintableCharacters(text, []).length > 0)).toEqual([]);
      expect(texts.filter(([, text]) => text !== text.normalize('NFC'))).toEqual([]);
      if (font === null) return;
      // What has nothing but Latin letters was forgotten, but for names.
      const latin = texts.filter(([, text]) => !/[^\p{ASCII}\p{P}]/u.test(text));
      expect(
        latin
          .map(([key]) => key)
          .filter((key) => !['healthCardTitle', 'doseNumber', 'nextDoseDue', 'datePattern'].includes(key)),
      ).toEqual([]);
    },
  );

  test.each(filesOf(pack))(
    '%s: asks for what the English asks for, in every number and gender',
    (_path, tag, { messages }) => {
      const { locale } = printedLanguage(tag, 'ZZ');
      for (const [key, { source, text }] of messages) {
        if (key === 'datePattern') continue;
        const asked = argumentsIn(text);
        expect(asked.filter((name) => name !== 'gender').sort(), key).toEqual(argumentsIn(source).sort());
        if (asked.length === 0) continue;
        const format = new IntlMessageFormat(text, [locale, 'en'], undefined, { ignoreTag: true });
        for (const gender of ['female', 'male', 'other', 'unknown']) {
          for (const count of [0, 1, 2, 3, 5, 11, 100]) {
            const known = Object.fromEntries(
              asked.map((name) => [
                name,
                name === 'gender' ? gender : /dose|years|page/i.test(name) ? count : 'x',
              ]),
            );
            const said = String(format.format(known));
            expect(said, `${key} for ${gender}, ${count}`).not.toMatch(/[{}#]|undefined|NaN/);
          }
        }
      }
    },
  );
});
