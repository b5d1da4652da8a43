import iso from 'iso-3166-1';
import { expect, test } from 'vitest';
import table from '../../src/codes/countries.json' with { type: 'json' };
import { countryNamed, isCountry } from '../../src/codes/countries.ts';

/** The package calls one country so, and people call another one so, too. */
const ambiguous = ['Congo', 'Virgin Islands'];

test('every country of ISO 3166-1 is known by both of its codes and by its name', () => {
  const countries = iso.all();
  expect(countries.length).toBe(249);
  for (const { alpha2, alpha3, country } of countries) {
    expect(isCountry(alpha2)).toBe(true);
    const names = ambiguous.includes(country) ? [] : [country];
    for (const text of [alpha2, alpha3, ...names, alpha3.toLowerCase(), ` ${alpha2} `])
      expect([text, countryNamed(text)]).toEqual([text, alpha2]);
  }
});

test('no name is that of two countries', () => {
  const names = Object.values(table.countries).flat();
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

test.each([
  ['D', 'DE'],
  ['GBN', 'GB'],
  ['EL', 'GR'],
  ['uk', 'GB'],
  ['UTO', 'UT'],
  ['Germany', 'DE'],
  ['germany', 'DE'],
  ['Côte d’Ivoire', 'CI'],
  ['United Kingdom', 'GB'],
  ['South Korea', 'KR'],
  ['XA', 'XA'],
])('%s is %s', (text, alpha2) => {
  expect(countryNamed(text)).toBe(alpha2);
});

test.each([
  'CNAM',
  'XCL',
  'XXA',
  'Ministry of Health',
  '',
  'd e',
  'constructor',
  '12',
  'Korea',
  ...ambiguous,
])('%j is none', (text) => {
  expect(countryNamed(text)).toBeUndefined();
  expect(isCountry(text)).toBe(false);
});
