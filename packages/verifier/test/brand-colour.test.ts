import { describe, expect, it } from 'vitest';
import { textColourOn } from '../src/country/brand-colour.ts';
import { anyCountry, readCountry } from '../src/country/country.ts';

describe('text on a country’s colour', () => {
  it.each([
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
    ['#0b5345', '#ffffff'],
    ['#ff9933', '#000000'],
    ['#ffff00', '#000000'],
    // The greys on either side: 4.61 to 1 for white and 4.56 for black; 4.54 for white and 4.62 for black.
    ['#757575', '#ffffff'],
    ['#767676', '#000000'],
  ])('on %s it is %s', (colour, text) => {
    expect(textColourOn(colour)).toBe(text);
  });
});

describe('country.json', () => {
  it('is read as it is written', () => {
    const country = {
      name: { en: 'Ministry of Health', hi: 'स्वास्थ्य मंत्रालय' },
      department: { en: 'Immunisation' },
      languages: ['en', 'hi'],
      colour: '#0B5345',
      site: 'health.example/verify',
    };
    expect(readCountry(country)).toEqual(country);
  });

  it('does without what is missing or wrong', () => {
    expect(readCountry({ name: 'India', languages: 'hi', colour: 'red', site: 7 })).toEqual(anyCountry);
    expect(readCountry({ name: { en: 7, fr: 'Santé' }, languages: ['fr', 3] })).toEqual({
      name: { fr: 'Santé' },
      languages: ['fr'],
    });
    for (const broken of [null, undefined, [], 'text', 7]) expect(readCountry(broken)).toEqual(anyCountry);
  });

  it.each(['#fff', '#0b5345;background:url(//x.example)', 'url(#0b5345)', '#0b5345\n'])(
    'takes no colour that is not one: %j',
    (colour) => {
      expect(readCountry({ colour })).toEqual(anyCountry);
    },
  );
});
