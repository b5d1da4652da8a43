import { unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOnPaper, drawn, type Ink, type PlacedText, pagesOf, textsOfPage } from '../on-paper.ts';
import { kinds, printingApp } from './printed-kinds.ts';

let printing: Awaited<ReturnType<typeof printingApp>>;
beforeAll(async () => {
  printing = await printingApp('a-3a');
});
afterAll(() => printing.mohar.close());

const dpi = 300;

/** Relative luminance by WCAG 2, of a colour's parts from 0 to 255. */
function luminance(red: number, green: number, blue: number): number {
  const [r, g, b] = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How light the ground of each text is, how dark its letters are, and how much of its box they cover. */
async function inkOf(pdf: Uint8Array, page: number, ink: Ink) {
  const canvas = await drawn(pdf, page, dpi, ink);
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return (await textsOfPage(pdf, page)).map((text) => {
    const { left, right, bottom, top } = pixelsOf(text, height);
    const counted = new Map<number, number>();
    let darkest = 1;
    for (let y = Math.max(0, top); y < Math.min(height, bottom); y += 1) {
      for (let x = Math.max(0, left); x < Math.min(width, right); x += 1) {
        const at = 4 * (y * width + x);
        const value = luminance(data[at] as number, data[at + 1] as number, data[at + 2] as number);
        darkest = Math.min(darkest, value);
        const shade = Math.round(value * 100);
        counted.set(shade, (counted.get(shade) ?? 0) + 1);
      }
    }
    const all = [...counted.values()].reduce((sum, n) => sum + n, 0);
    // The lightest of what there is much of: of short texts, more is letter than ground.
    const ground = Math.max(...[...counted].flatMap(([shade, n]) => (n > all * 0.08 ? [shade] : [])));
    const dark = [...counted].reduce((sum, [shade, n]) => sum + (shade < 50 ? n : 0), 0);
    return { text: text.text, contrast: (ground / 100 + 0.05) / (darkest + 0.05), covered: dark / all };
  });
}

const pixelsOf = ({ left, right, bottom, top }: PlacedText, height: number) => {
  const pixel = (points: number) => Math.round((points * dpi) / 72);
  const around = 4;
  return {
    left: pixel(left) - around,
    right: pixel(right) + around,
    bottom: height - pixel(bottom) + around,
    top: height - pixel(top) - around,
  };
};

/** Punctuation has little ink. */
const hasLetters = ({ text }: { text: string }) => /[\p{L}\p{N}]/u.test(text);

describe.each(Object.keys(kinds))('%s', (kind) => {
  test('every text has contrast in luminance, so in grey too, and stands in black alone', async () => {
    const pdf = await printing.pdfOf(kind);
    for (let page = 1; page <= (await pagesOf(pdf)); page += 1) {
      const coloured = await inkOf(pdf, page, 'coloured');
      expect(coloured.filter((one) => hasLetters(one) && one.contrast < 4.5)).toEqual([]);
      const black = (await inkOf(pdf, page, 'black')).filter(hasLetters);
      expect(black.length).toBeGreaterThan(2);
      expect(black.filter(({ covered }) => covered < 0.04 || covered > 0.7)).toEqual([]);
    }
  });

  test('its code reads in black alone, at 150 dots an inch, as it does in colours', async () => {
    const pdf = await printing.pdfOf(kind);
    const page = await pagesOf(pdf);
    const coloured = await codeOnPaper(pdf, page);
    expect(coloured?.bytes.length).toBeGreaterThan(100);
    for (const ink of ['grey', 'black'] as const) {
      expect((await codeOnPaper(pdf, page, ink))?.bytes, ink).toEqual(coloured?.bytes);
    }
  });

  test('is read in the order in which it is seen: downwards, and from the left', async () => {
    const pdf = await printing.pdfOf(kind);
    for (let page = 1; page <= (await pagesOf(pdf)); page += 1) {
      const texts = (await textsOfPage(pdf, page)).filter(hasLetters);
      const backwards = texts.flatMap((next, n) => {
        const before = texts[n - 1];
        return before && next.bottom > before.top && next.left < before.left
          ? [[before.text, next.text]]
          : [];
      });
      expect(backwards).toEqual([]);
    }
  });
});

test.each(['negative', 'positive'])(
  'a %s result is told in words, not by its colour alone',
  async (result) => {
    for (const paper of ['', 'paper=card']) {
      const texts = await textsOfPage(await printing.pdfOf(result, paper), 1);
      const said = texts.map(({ text }) => text);
      const words = { negative: 'Negative', positive: 'Positive' };
      const [own, other] =
        result === 'negative' ? [words.negative, words.positive] : [words.positive, words.negative];
      expect(said).toContain(own);
      expect(said).not.toContain(other);
    }
  },
);

test('on a card, the code of a certificate is its credential', async () => {
  const pdf = await printing.pdfOf('card of a test');
  const code = await codeOnPaper(pdf, 2, 'black');
  expect(JSON.parse(unpackDivocPayload(code?.bytes ?? '')).evidence[0].result).toBe('Negative');
});
