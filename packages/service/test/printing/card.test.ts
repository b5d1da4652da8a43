import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { JsonObject } from '@mohar/credential/json.ts';
import { qrMatrix, qrMatrixThatFits } from '@mohar/credential/qr/matrix.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import { openPrinter, type Printer } from '@mohar/print/printer.ts';
import { afterAll, describe, expect, test } from 'vitest';
import { codeOnPaper, type PlacedText, pagesOf, textsOfPage } from '../on-paper.ts';

const printer: Printer = openPrinter({
  directories: [join(import.meta.dirname, '../../../../countries/default')],
});
afterAll(() => printer.close());

const width = (85.6 * 72) / 25.4;
const height = (53.98 * 72) / 25.4;

const content: JsonObject = {
  certificateId: 'ZWDM7669SGHN9JE1N',
  issuedOn: '2026-01-02T03:04:05.000Z',
  issuer: {
    name: { en: 'Ministry of Health', hi: 'स्वास्थ्य मंत्रालय' },
    department: { en: '' },
    site: 'verify.health.example',
  },
  kind: 'vaccination-domestic',
  stage: 'final',
  beneficiary: {
    name: 'Asha Ramakrishnan',
    id: 'B1',
    age: null,
    dob: '1988-03-14',
    years: null,
    gender: 'Female',
    sex: 'female',
    nationality: 'Indian',
    identity: { document: 'passport', number: 'Z3456721' },
    address: null,
  },
  facility: { name: 'District Hospital', address: null },
  vaccination: {
    vaccine: 'COVISHIELD',
    manufacturer: 'Serum Institute',
    batch: '4121Z025',
    date: '2021-07-12T10:00:00+05:30',
    civilDate: '2021-07-12',
    dose: 2,
    totalDoses: 2,
    effectiveStart: '2021-07-12',
    effectiveUntil: '2022-07-12',
    icd11Code: null,
    prophylaxis: null,
    country: null,
  },
  test: null,
  vaccinator: 'A. Nurse',
  earlierDoses: [],
};

const someCode = qrMatrix(new Uint8Array(1200));

const print = (changes: JsonObject = {}, languages = ['en', 'hi'], code = someCode) =>
  printer.print({
    template: 'templates/card.typ',
    languages,
    content: { ...content, ...changes },
    qr: { svg: qrSvg(code) },
    attachment: {
      name: 'credential.json',
      bytes: Buffer.from('{}'),
      mediaType: 'application/json',
      description: 'x',
    },
    issuedAt: '2026-01-02T03:04:05.000Z',
    paper: 'card',
    maxPages: 2,
    country: 'IN',
    known: { dose: 2, totalDoses: 2 },
  });

/** Bytes without a pattern. */
const noise = (length: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 64) }, (_, n) => createHash('sha512').update(String(n)).digest()),
  ).subarray(0, length);

describe('the code of a card', () => {
  // Compact ones have at most version 22; DIVOC's zip needs 33 to 36; 40 is the largest that there is.
  test.each([
    [22, 779],
    [33, 1_628],
    [34, 1_722],
    [35, 1_809],
    [36, 1_911],
    [40, 2_331],
    [40, 2_953],
  ])(
    'of version %i, with %i bytes, reads at 150 dots an inch, in colours and in black alone',
    async (version, length) => {
      const payload = noise(length);
      const code = qrMatrixThatFits(payload);
      expect(code.version).toBe(version);
      const pdf = await print({}, ['en', 'hi'], code);
      for (const ink of ['coloured', 'black'] as const) {
        const read = await codeOnPaper(pdf, 2, ink);
        expect(Buffer.from(read?.bytes ?? []).equals(payload), ink).toBe(true);
      }
    },
  );
});

const inWords = (length: number) =>
  'Venkatanarasimharajuvaripeta Chandrasekharan '.repeat(9).slice(0, length).trim();
const oneWord = (length: number) => 'Supercalifragilistic'.repeat(15).slice(0, length);

const longest = (text: (length: number) => string): JsonObject => ({
  beneficiary: {
    ...(content.beneficiary as JsonObject),
    name: text(200),
    identity: { document: 'passport', number: text(60) },
  },
  vaccination: { ...(content.vaccination as JsonObject), vaccine: text(100), batch: 'W'.repeat(30) },
  earlierDoses: [1, 2, 3].map((dose) => ({
    dose,
    vaccine: text(60),
    date: '2021-01-02',
    batch: null,
    manufacturer: null,
  })),
});
const longestTest = (text: (length: number) => string): JsonObject => ({
  ...longest(text),
  kind: 'test',
  stage: null,
  vaccination: null,
  earlierDoses: [],
  test: {
    disease: text(60),
    testType: text(100),
    testName: null,
    manufacturer: null,
    batch: null,
    sampleOrigin: null,
    sampleCollected: '2022-02-01T06:30:00Z',
    resultAt: '2022-02-01T06:30:00Z',
    result: 'Inconclusive',
  },
});

const isOver = (one: PlacedText, other: PlacedText) =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
  Math.min(one.top, other.top) - Math.max(one.bottom, other.bottom) > 0.3;

describe('the front of a card', () => {
  test.each<[string, JsonObject]>([
    ['a usual one', {}],
    ['the longest texts', longest(inWords)],
    ['the longest texts without a space', longest(oneWord)],
    ['a test of the longest texts', longestTest(inWords)],
    ['a test of the longest texts without a space', longestTest(oneWord)],
  ])('%s: all of it is there, within the card, and nothing upon anything else', async (_what, changes) => {
    for (const languages of [['en'], ['en', 'hi'], ['ur']]) {
      const pdf = await print(changes, languages);
      expect(await pagesOf(pdf)).toBe(2);
      const texts = await textsOfPage(pdf, 1);
      const { name } = { ...(content.beneficiary as JsonObject), ...(changes.beneficiary as JsonObject) } as {
        name: string;
      };
      const letters = texts
        .map(({ text }) => text)
        .join('')
        .replaceAll(/[\s\u200b]/g, '');
      expect(letters).toContain(name.replaceAll(' ', ''));
      for (const { left, right, top, bottom, text } of texts) {
        expect(left >= 8 && right <= width - 8 && bottom >= 6 && top <= height - 6, text).toBe(true);
      }
      const collisions = texts.flatMap((one, n) =>
        texts.slice(n + 1).flatMap((other) => (isOver(one, other) ? [[one.text, other.text]] : [])),
      );
      expect(collisions).toEqual([]);
    }
  });
});

test('in a language that is written from the right, the card is mirrored', async () => {
  const [english, urdu] = [await print({}, ['en']), await print({}, ['ur'])];
  const middleOfCode = async (pdf: Uint8Array) => {
    const { topLeft, bottomRight } = (await codeOnPaper(pdf, 2))?.position ?? {
      topLeft: { x: 0 },
      bottomRight: { x: 0 },
    };
    return ((topLeft.x + bottomRight.x) / 2) * (72 / 150);
  };
  expect((await middleOfCode(english)) + (await middleOfCode(urdu))).toBeCloseTo(width, -0.5);
  expect(await middleOfCode(english)).toBeLessThan(width / 2);
  const nameOf = async (pdf: Uint8Array) =>
    (await textsOfPage(pdf, 1)).find(({ text }) => text.includes('Ramakrishnan')) as PlacedText;
  expect((await nameOf(english)).left).toBeCloseTo((4 * 72) / 25.4, 0);
  expect((await nameOf(urdu)).right).toBeCloseTo(width - (4 * 72) / 25.4, 0);
});
