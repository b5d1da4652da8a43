import { textOf } from '@mohar/print/pdf/text-string.ts';
import type { PdfDictionary, PdfValue } from '@mohar/print/pdf/values.ts';
import { pdfStandards } from '@mohar/print/print-job.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { veraPdfFaults } from '../../../print/test/pdf/verapdf.ts';
import { isText, LookedAt, type Mark } from './page-content.ts';
import { kinds, printingApp } from './printed-kinds.ts';

type Printing = Awaited<ReturnType<typeof printingApp>>;

/** In numbers of marked content, in the order of the structure: what is read aloud, in its order. */
function readingOrder(pdf: LookedAt): number[][] {
  const pages = pdf.pages();
  const order: number[][] = pages.map(() => []);
  for (const element of pdf.elements()) {
    const page = pages.indexOf(pdf.at(element, '/Pg') as PdfDictionary);
    const kids = pdf.at(element, '/K');
    for (const kid of (Array.isArray(kids) ? kids : [kids]) as PdfValue[]) {
      if (typeof kid === 'string') order[page]?.push(Number(kid));
    }
  }
  return order;
}

const innermost = (marks: readonly Mark[], key: string) =>
  marks.findLast(({ properties }) => properties.has(key))?.properties.get(key) as string | undefined;

const scripts: readonly (readonly [script: RegExp, language: string])[] = [[/\p{Script=Devanagari}/u, 'hi']];

describe.each(pdfStandards)('%s', (standard) => {
  let printing: Printing;
  beforeAll(async () => {
    printing = await printingApp(standard);
  });
  afterAll(() => printing.mohar.close());

  test.each(Object.keys(kinds))('%s', async (kind) => {
    const bytes = await printing.pdfOf(kind);
    const pdf = new LookedAt(bytes);
    const elements = pdf.elements();
    const roles = elements.map((element) => pdf.role(element));

    // ISO 14289-1, 7.1: the title is known, and shown where the standard wants it.
    const title = textOf(pdf.at(pdf.file.trailer.get('/Info'), '/Title') as string);
    expect(title.trim()).not.toBe('');
    expect(pdf.at(pdf.catalog, '/ViewerPreferences', '/DisplayDocTitle')).toBe(
      standard === 'ua-1' ? 'true' : undefined,
    );
    expect(pdf.at(pdf.catalog, '/MarkInfo', '/Marked')).toBe('true');

    // 7.2: the language of the document, and of what is in another.
    expect(textOf(pdf.at(pdf.catalog, '/Lang') as string)).toBe('en');
    const languages = pdf.languages();
    const painted = pdf.pages().flatMap((page) => {
      const ofElements = languages.get(page);
      return pdf.painted(page).map((one) => ({
        ...one,
        language:
          textOf(innermost(one.marks, '/Lang') ?? '()') ||
          ofElements?.get(Number(innermost(one.marks, '/MCID'))),
      }));
    });
    const said = painted.filter(isText);
    expect(said.map(({ text }) => text).join('')).toMatch(/\p{Script=Devanagari}{3}/u);
    for (const { text = '', language } of said) {
      const [, expected = language] = scripts.find(([script]) => script.test(text)) ?? [];
      expect(language, text).toBe(expected);
    }

    // 7.1: all content is in the structure, or no content at all; and is read in the order in which it is painted.
    for (const { marks, operator } of painted) {
      const isContent = marks.some(({ properties }) => properties.has('/MCID'));
      expect(isContent || marks.some(({ tag }) => tag === 'Artifact'), operator).toBe(true);
    }
    for (const order of readingOrder(pdf))
      expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(readingOrder(pdf).flat().length).toBeGreaterThan(10);

    // 7.3: every picture says what it shows.
    const figures = elements.filter((element) => pdf.role(element) === 'Figure');
    expect(figures.length).toBeGreaterThanOrEqual(2);
    for (const figure of figures) expect(textOf(pdf.at(figure, '/Alt') as string)).toMatch(/\w{3}/);

    // 7.4.2: headings begin with the first level and skip none; each has words.
    const headings = elements.filter((element) => /^H\d$/.test(pdf.role(element)));
    const levels = headings.map((element) => Number(pdf.role(element).slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    for (const [n, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[n - 1] ?? 0) + 1);
    expect(textOf(pdf.at(headings[0], '/T') as string)).toBe(title);

    // 7.5: tables have headers, and cells know theirs.
    expect(roles.includes('Table')).toBe(kind === 'final');
    for (const row of elements.filter((element) => pdf.role(element) === 'TH')) {
      const attributes = pdf.at(row, '/A') as PdfValue[];
      expect(attributes.map((one) => pdf.at(one, '/Scope'))).toContain('/Column');
    }
    expect(roles.filter((role) => role === 'TH')).toHaveLength(kind === 'final' ? 5 : 0);

    // 7.21: fonts are in the file, and say which characters they draw.
    const fonts = pdf.ofType('/Font').filter((font) => font.get('/Subtype') === '/Type0');
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) {
      expect(font.has('/ToUnicode')).toBe(true);
      const [descendant] = pdf.at(font, '/DescendantFonts') as PdfValue[];
      const descriptor = pdf.at(descendant, '/FontDescriptor') as PdfDictionary;
      expect(descriptor.has('/FontFile2') || descriptor.has('/FontFile3')).toBe(true);
    }

    // PDF/A-2 has no place for the credential; the others have it.
    expect(pdf.ofType('/Filespec')).toHaveLength(standard === 'a-2a' ? 0 : 1);
    const words = said
      .map(({ text = '' }) => text)
      .join('')
      .replaceAll(/\s/g, '');
    expect(words.includes('attachedtothisfile')).toBe(standard !== 'a-2a' && !kind.startsWith('card'));

    expect(veraPdfFaults(bytes, standard) ?? '').toBe('');
  });
});
