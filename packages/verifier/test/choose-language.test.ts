import { describe, expect, it } from 'vitest';
import { chooseLanguage, inLanguage, offeredLanguages } from '../src/language/choose-language.ts';

const nobody = { browser: [], country: [] };

describe('language', () => {
  it('is the one chosen before all, then the one asked for, the browser’s, the country’s', () => {
    const all = { chosen: 'si', asked: 'ar', browser: ['fr-FR'], country: ['hi'] };
    expect(chooseLanguage(all)).toBe('si');
    expect(chooseLanguage({ ...all, chosen: null })).toBe('ar');
    expect(chooseLanguage({ ...all, chosen: null, asked: null })).toBe('fr');
    expect(chooseLanguage({ ...all, chosen: null, asked: null, browser: [] })).toBe('hi');
    expect(chooseLanguage(nobody)).toBe('en');
  });

  it('passes over languages that the app does not speak', () => {
    expect(chooseLanguage({ asked: 'tlh', browser: ['ta-IN', 'de', 'hi-IN', 'en'], country: ['fr'] })).toBe(
      'hi',
    );
    expect(chooseLanguage({ ...nobody, asked: 'toString' })).toBe('en');
    expect(chooseLanguage({ ...nobody, asked: '__proto__' })).toBe('en');
  });

  it('reads tags with regions and scripts, in any case', () => {
    expect(chooseLanguage({ ...nobody, browser: ['AR-Arab-EG'] })).toBe('ar');
  });

  it('offers the country’s first, all of them, each once', () => {
    expect(offeredLanguages(['si', 'ta', 'en'], ['en', 'hi', 'fr', 'ar', 'si'])).toEqual([
      'si',
      'en',
      'hi',
      'fr',
      'ar',
    ]);
  });

  it('gives a text in the language spoken, else in English, else in any', () => {
    expect(inLanguage({ en: 'Health', fr: 'Santé' }, 'fr')).toBe('Santé');
    expect(inLanguage({ en: 'Health', fr: 'Santé' }, 'hi')).toBe('Health');
    expect(inLanguage({ ta: 'சுகாதாரம்' }, 'hi')).toBe('சுகாதாரம்');
    expect(inLanguage(undefined, 'hi')).toBeUndefined();
  });
});
