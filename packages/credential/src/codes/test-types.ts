import type { TestCodes } from '../formats/export-record.ts';

/** Words in the names that laboratories give to test types, lower case. */
const words: readonly (readonly [NonNullable<TestCodes['loincMethod']>, readonly string[]])[] = [
  ['LP6464-4', ['pcr', 'naat', 'nucleic', 'molecular', 'cbnaat', 'truenat', 'lamp', 'lp6464-4']],
  ['LP217198-3', ['antigen', 'rapid', 'rat', 'immunoassay', 'lateral flow', 'lp217198-3']],
];

/** The method of a test by what its laboratory calls it; undefined where that says neither. */
export function loincMethodOf(testType: string): TestCodes['loincMethod'] {
  const name = testType.toLowerCase();
  return words.find(([, known]) =>
    known.some((word) => new RegExp(`(^|[^a-z0-9])${word}([^a-z0-9]|$)`).test(name)),
  )?.[0];
}
