import { expect, test } from 'vitest';
import { languagesFor, regionLanguage, wantedLanguages } from '../../src/country/languages-for.ts';

const pack = {
  languages: {
    default: ['en', 'hi'],
    beside: 'en',
    offered: ['en', 'hi', 'ta', 'mni-Mtei'],
    aliases: { en: ['ENG'], hi: ['HIN'], 'mni-Mtei': ['MAN'] },
  },
  regions: [
    { name: 'Tamil Nadu', otherNames: ['Tamilnadu state'], language: 'ta' },
    { name: 'Jammu and Kashmir', language: 'hi' },
    { name: 'Puducherry', otherNames: ['Pondicherry', 'புதுச்சேரி'], language: 'ta' },
    { name: 'Meghalaya', language: 'en' },
  ],
};
const at = (state?: string) => ({
  kind: 'test',
  facility: { address: state === undefined ? {} : { state } },
});

test.each([
  ['Tamil Nadu', 'ta'],
  ['TAMILNADU', 'ta'],
  [' tamil-nadu. ', 'ta'],
  ['TamilNadu State', 'ta'],
  ['Jammu & Kashmir', 'hi'],
  ['jammu AND kashmir', 'hi'],
  ['புதுச்சேரி', 'ta'],
  ['Tamil', undefined],
  ['', undefined],
])('%s is a region', (state, language) => {
  expect(regionLanguage(pack, state)).toBe(language);
});

test('the facility’s region decides, beside the country’s language; what is wanted overrides it', () => {
  expect(languagesFor(pack, at('TAMIL NADU'))).toEqual(['en', 'ta']);
  expect(languagesFor(pack, at('Meghalaya'))).toEqual(['en']);
  expect(languagesFor(pack, at('Atlantis'))).toEqual(['en', 'hi']);
  expect(languagesFor(pack, at())).toEqual(['en', 'hi']);
  expect(languagesFor(pack, { kind: 'entity' })).toEqual(['en', 'hi']);
  expect(languagesFor(pack, at('Tamil Nadu'), ['hi'])).toEqual(['hi']);
  const { beside: _, ...alone } = pack.languages;
  expect(languagesFor({ ...pack, languages: alone }, at('Tamil Nadu'))).toEqual(['ta']);
});

test.each([
  ['ta', ['ta']],
  ['en,ta', ['en', 'ta']],
  ['ta, en', ['ta', 'en']],
  ['MNI-mtei', ['mni-Mtei']],
  // As DIVOC: its code gives English beside the language.
  ['HIN', ['en', 'hi']],
  ['hin', ['en', 'hi']],
  ['ENG', ['en']],
  ['ta,HIN', ['ta', 'hi']],
  ['fr', undefined],
  ['en,fr', undefined],
  ['en,en', undefined],
  ['en,ENG', undefined],
  ['en,hi,ta', undefined],
  ['', undefined],
  [',', undefined],
])('?language=%s', (text, expected) => {
  expect(wantedLanguages(pack, text)).toEqual(expected);
});
