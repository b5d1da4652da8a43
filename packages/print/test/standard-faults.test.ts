import { describe, expect, test } from 'vitest';
import { readFonts } from '../src/fonts.ts';
import { openTypstDesign } from '../src/press/typst-design.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const words = bytes('msgid ""\nmsgstr ""\n"Language: en\\n"\n');
const head =
  '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "Noto Sans", lang: "en")\n';
const picture =
  '#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\' viewBox=\'0 0 9 9\'/>"), format: "svg")';

const messagesOf = (body: string, sample: boolean) => {
  const files = new Map([
    ['templates/a.typ', bytes(head + body)],
    ['messages/en.po', words],
  ]);
  const printed = openTypstDesign(files, readFonts()).print({
    template: 'templates/a.typ',
    languages: ['en'],
    country: 'XZ',
    content: {},
    issuedAt: '2026-01-01T00:00:00Z',
    sample,
  });
  return printed instanceof Uint8Array ? 'printed' : printed.map(({ message }) => message);
};

describe('what the PDF standard forbids is told in words', () => {
  test('characters that no font draws: which, of a sample alone', () => {
    expect(messagesOf('Hello สมส', true)).toEqual(['no font of the design draws what is to be said: ส ม']);
    expect(messagesOf('Hello สมส', false)).toEqual([
      'no font of the design draws what is to be said; was a font taken out of its fonts/?',
    ]);
  });

  test('a picture without words', () => {
    for (const sample of [true, false])
      expect(messagesOf(picture, sample)).toEqual(['PDF/A-3a error: missing alt text']);
  });

  test('beside each other', () => {
    expect(messagesOf(`ส ${picture}`, false)).toHaveLength(2);
    expect(messagesOf('Hello', true)).toBe('printed');
  });
});
