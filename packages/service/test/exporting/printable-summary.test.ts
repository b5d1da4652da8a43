import { expect, test } from 'vitest';
import { countryNames } from '../../src/exporting/country-names.ts';
import { printableSummary } from '../../src/exporting/printable-summary.ts';

test.each([
  ['M', 'male'],
  ['female', 'female'],
  ['F', 'female'],
  ['X', 'unspecified'],
  ['other', 'other'],
  ['unknown', 'unknown'],
  ['Hijra', 'Hijra'],
  ['constructor', 'constructor'],
])('a sex %s is labelled %s', (sex, label) => {
  expect(printableSummary({ kind: 'vaccination', holder: { sex } }).holder).toEqual({ sex: label });
});

test.each([
  ['Detected', 'Positive'],
  ['Not detected', 'Negative'],
  ['positive', 'Positive'],
  ['negative', 'Negative'],
  ['Inconclusive', 'Inconclusive'],
  ['abnormal', 'abnormal'],
])('a result %s is labelled %s', (result, label) => {
  expect(printableSummary({ kind: 'test', holder: {}, test: { result } }).test).toEqual({ result: label });
});

test.each(['vaccination', 'test', 'recovery'] as const)('the disease of a %s is not its agent', (kind) => {
  expect(printableSummary({ kind, holder: {}, [kind]: { disease: 'SARS-CoV-2' } })).toEqual({
    kind,
    holder: {},
    [kind]: { disease: 'COVID-19' },
  });
  expect(printableSummary({ kind, holder: {}, [kind]: { disease: 'Dengue' } })).toMatchObject({
    [kind]: { disease: 'Dengue' },
  });
});

test('countries have names, by any of their codes; codes that are nobody’s have none', () => {
  const sriLanka = { en: 'Sri Lanka', hi: 'श्रीलंका' };
  expect(countryNames(['LK', 'LKA', 'XX', 'XXX', 'Sri Lankan', ''], ['en', 'hi'])).toEqual({
    LK: sriLanka,
    LKA: sriLanka,
  });
});
