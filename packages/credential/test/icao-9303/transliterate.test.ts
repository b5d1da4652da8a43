import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEuDcc } from '../../src/formats/eu-dcc/decode.ts';
import { NoTransliterationError, transliterate } from '../../src/icao-9303/transliterate.ts';
import type { JsonObject } from '../../src/json.ts';
import { testCases } from '../formats/eu-dcc/test-cases.ts';

describe('names as machine-readable zones have them', () => {
  test.each([
    // The worked example of ICAO Doc 9303, part 3, appendix B; the others are by the tables.
    ['ابو بكر محمد بن زكريا الرازي', 'ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY'],
    ['فاطمة', 'FAXTTMXAH'],
    ['محمّد', 'MXHMMD'],
    ['عثمان', 'EXTHMAN'],
    ['Ġorġ Ċensu Żahra', 'GORG<CENSU<ZAHRA'],
    ['Nguyễn Thị Ánh', 'NGUYEN<THI<ANH'],
    ["O'Connor", 'OCONNOR'],
    ['D’Arcy-Smith, Mary Jane', 'DARCY<SMITH<MARY<JANE'],
    ['Straße', 'STRASSE'],
    ['Ærøskøbing', 'AEROESKOEBING'],
    ['Щербаков Юрий', 'SHCHERBAKOV<IURII'],
    ['Мар’яна Їжакевич', 'MARIANA<IZHAKEVICH'],
    ['Ђорђе Љубић', 'DORDE<LJUBIC'],
    ['Ευάγγελος Παπαδόπουλος', 'EVANGELOS<PAPADOPOULOS'],
    ['Μπάμπης Αυγουστής', 'BAMPIS<AVGOUSTIS'],
    ['M.K. Gandhi', 'M<K<GANDHI'],
    ['  Sukarno  ', 'SUKARNO'],
  ])('%s', (name, wanted) => {
    expect(transliterate(name)).toBe(wanted);
  });

  test.each([
    ['रमेश कुमार', 'Devanagari'],
    ['தமிழ்', 'Tamil'],
    ['සමන්', 'Sinhala'],
    ['ወርቁ', 'Ethiopic'],
    ['王小明', 'Han'],
  ])('%s has no table', (name, script) => {
    expect(() => transliterate(name)).toThrow(NoTransliterationError);
    try {
      transliterate(name);
    } catch (error) {
      expect((error as NoTransliterationError).scripts).toEqual([script]);
    }
  });
});

/** Names that their issuers wrote by other rules, and what these are. */
const otherRules: Readonly<Record<string, string>> = {
  Áçùþëýñääµ: 'the micro sign is left out',
  Μενεξές: 'Greek xi as KS',
  PREZIME01: 'digits left out',
  TEST01: 'digits left out',
  TAN: 'given names in the surname',
};

test('writes the names of the EU test data as their issuers did', () => {
  let compared = 0;
  const different: string[][] = [];
  for (const { file, PREFIX } of testCases) {
    const name = attempt(() => decodeEuDcc(PREFIX).content.nam as JsonObject);
    for (const part of ['fn', 'gn']) {
      const [own, standardised] = [name?.[part], name?.[`${part}t`]];
      if (typeof own !== 'string' || typeof standardised !== 'string') continue;
      if (own in otherRules) continue;
      compared += 1;
      const written = attempt(() => transliterate(own)) ?? '';
      if (written !== standardised) different.push([file, own, standardised, written]);
    }
  }
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(350);
});

test('whatever is written, the result has the form that the schema wants, or there is none', () => {
  const letters = fc.constantFrom(..."aZäßØñœ  -'’.ЖщЪіїЄאابةّمحΕυγξΜπύΰ", 'e\u0301', '\u0301', '\u200d', 'क');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: letters, maxLength: 30 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
      ),
      (name) => {
        try {
          expect(transliterate(name)).toMatch(/^(?:[A-Z]+(?:<[A-Z]+)*)?$/);
        } catch (error) {
          expect(error).toBeInstanceOf(NoTransliterationError);
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
