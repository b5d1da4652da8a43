import { expect, it } from 'vitest';
import { readCountry } from '../src/country/country.ts';
import { withCountryWords } from '../src/language/country-words.ts';
import { loadWords } from '../src/language/load-words.ts';

it('says what the country says, of the app and of verdicts, and all else as before', async () => {
  const words = await loadWords('en');
  const own = withCountryWords(words, {
    'start.heading': 'Scan a certificate of Atlantis',
    'verdicts.tampered.headline': 'Invalid',
    'about.no-such-words': 'x',
    start: 'x',
    language: 'xx',
    name: 'x',
    __proto__: 'x',
  });
  expect(own).toEqual({
    ...words,
    app: { ...words.app, start: { ...words.app.start, heading: 'Scan a certificate of Atlantis' } },
    verdict: {
      ...words.verdict,
      verdicts: {
        ...words.verdict.verdicts,
        tampered: { ...words.verdict.verdicts.tampered, headline: 'Invalid' },
      },
    },
  });
});

it('are read from the country’s file as far as they are words', () => {
  const country = (words: unknown) => readCountry({ languages: [], words });
  expect(country({ en: { 'start.heading': 'x', 'app.name': 5 }, fr: [], hi: {} })).toEqual({
    languages: [],
    words: { en: { 'start.heading': 'x' } },
  });
  for (const odd of [undefined, null, 'x', [], { en: 'x' }]) expect(country(odd)).toEqual({ languages: [] });
});
