import { describe, expect, test } from 'vitest';
import { printedLanguage } from '../../src/language/printed-language.ts';
import { writtenDate } from '../../src/language/written-date.ts';

describe('a date as a language writes it', () => {
  test.each([
    ['en', 'IN', '2021-07-12', '12 Jul 2021'],
    ['en', 'XX', '2021-07-12', '12 Jul 2021'],
    ['en', 'US', '2021-07-12', 'Jul 12, 2021'],
    ['mr', 'IN', '2021-07-12', '१२ जुलै, २०२१'],
    ['ne', 'IN', '2021-07', '२०२१ जुलाई'],
    ['sat', 'IN', '1979', '᱑᱙᱗᱙'],
    ['sd', 'IN', '2021-07-12', '٢٠٢١ جولاءِ ١٢'],
    ['id', 'ID', '2021-08-17', '17 Agu 2021'],
    ['en', 'IN', '2022-02-01T06:30:00+05:30', '1 Feb 2022, 06:30 UTC+05:30'],
    ['en', 'IN', '2022-02-01T23:05:00Z', '1 Feb 2022, 23:05 UTC'],
    ['ar', 'SD', '2022-02-01', '1 فبراير 2022'],
  ])('%s in %s: %s', (tag, country, date, written) => {
    const bare = writtenDate(date, printedLanguage(tag, country)).replace(/[\u200e\u200f\u061c]/g, '');
    const latin = tag === 'ar' ? bare.replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)) : bare;
    expect(latin).toBe(written);
  });

  test('that does not exist, or is none, stays as it was received', () => {
    const english = printedLanguage('en', 'IN');
    for (const text of ['2021-02-30', '2021-13', '12-Jul-2021', '', '2021-02-01T25:00:00Z']) {
      expect(writtenDate(text, english)).toBe(text);
    }
  });

  test('in a language that ICU does not know, by the names and the order of its messages', () => {
    const months = ['꯶', '꯷', '꯸'];
    const own = { months, pattern: '{day} {month} {year}' };
    const manipuri = printedLanguage('mni-Mtei', 'IN');
    expect(writtenDate('2021-02-12', manipuri, own)).toBe('꯱꯲ ꯷ ꯲꯰꯲꯱');
    expect(writtenDate('2021-02', manipuri, own)).toBe('꯷ ꯲꯰꯲꯱');
    expect(writtenDate('2021-02-12T06:05:00Z', manipuri, own)).toBe('꯱꯲ ꯷ ꯲꯰꯲꯱, ꯰꯶:꯰꯵ UTC');
    const sindhi = { months: ['جنوري', 'فيبروري'], pattern: '{day} {month} {year}' };
    expect(writtenDate('2021-02-12T06:05:00Z', printedLanguage('sd', 'IN'), sindhi)).toBe(
      '١٢ فيبروري ٢٠٢١، ٠٦:٠٥ UTC',
    );
  });

  test('with its zone from left to right in letters that are read from the right', () => {
    const moment = (tag: string) => writtenDate('2021-02-12T06:05:00+05:30', printedLanguage(tag, 'IN'));
    expect(moment('sd')).toMatch(/ UTC\+\u200e٠٥:٣٠$/);
    expect(moment('mr')).toMatch(/ UTC\+०५:३०$/);
  });
});

test('direction, font and digits of a language', () => {
  const of = (tag: string) => {
    const { lang, dir, font, locale } = printedLanguage(tag, 'IN');
    return [lang, dir, font, locale];
  };
  expect(of('ur')).toEqual(['ur', 'rtl', 'Noto Sans Arabic', 'ur-IN-u-ca-gregory']);
  expect(of('pa')).toEqual(['pa', 'ltr', 'Noto Sans Gurmukhi', 'pa-IN-u-ca-gregory']);
  expect(of('sd')).toEqual(['sd', 'rtl', 'Noto Sans Arabic', 'sd-Arab-IN-u-ca-gregory']);
  expect(of('mni-Mtei')).toEqual([
    'mni',
    'ltr',
    'Noto Sans Meetei Mayek',
    'mni-Mtei-IN-u-ca-gregory-nu-mtei',
  ]);
  expect(of('fr')).toEqual(['fr', 'ltr', null, 'fr-IN-u-ca-gregory']);
});
