import type { TestCodes } from '../formats/export-record.ts';

type Method = NonNullable<TestCodes['loincMethod']>;

/** What names of test types say, in lower case and without accents: whole words, or with any ending where it is open. */
const methods: readonly (readonly [Method, RegExp])[] = [
  ['LP6464-4', word('(?:rt|q|rtq|qrt|dd|cb)?pcr|(?:cb)?naat|truenat|lamp|nucleic|molecular|lp6464-4')],
  ['LP217198-3', word('antigen\\p{L}*|ag|rat|ragt|lateral[ -]flow|lp217198-3')],
];

/**
 * A test for what the body made against a disease tells of no infection, by whatever method: the lists of the EU and the
 * WHO have no code for it.
 */
const antibodies =
  /antibod|anticuerpo|anticorp|antikorper|immunoglobulin|serolog|(?:^|[^\p{L}\p{N}])(?:ig[agm]|abs?(?![\p{L}\p{N}]))/u;

/** What the EU's list (covid-19-lab-test-type) calls its code for rapid antigen tests, word for word. */
const euRapidAntigen = 'rapid immunoassay';

/**
 * The method of a test by what its laboratory calls it, or by the code or the display of the EU's list. Being rapid, or an
 * immunoassay, decides nothing else: tests for antigens and tests for antibodies are both.
 *
 * @returns undefined where the name says neither method, or both, or a test for antibodies.
 */
export function loincMethodOf(testType: string): TestCodes['loincMethod'] {
  const name = testType
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (name === euRapidAntigen) return 'LP217198-3';
  if (antibodies.test(name)) return undefined;
  const [said, ...others] = methods.filter(([, words]) => words.test(name));
  return others.length === 0 ? said?.[0] : undefined;
}

function word(words: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'u');
}
