import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ReadResult } from 'zxing-wasm/reader';
import { readQr, readQrs } from '../src/qr-reader.ts';

const open = (pdf: Uint8Array) => getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;

/** The QR code of the first page at 150 dots an inch, drawn by pdf.js and read by zxing: as a scanner sees the paper. */
export async function codeOnPaper(
  pdf: Uint8Array,
  page = 1,
  ink: Ink = 'coloured',
): Promise<ReadResult | undefined> {
  const canvas = await drawn(pdf, page, 150, ink);
  return readQr(await canvas.encode('png'));
}

/** All QR codes of each page, at 150 dots an inch, from above. */
export async function codesOnPaper(pdf: Uint8Array): Promise<ReadResult[][]> {
  const pages: ReadResult[][] = [];
  for (let page = 1; page <= (await pagesOf(pdf)); page += 1)
    pages.push(await codesOfPage(await drawn(pdf, page, 150)));
  return pages;
}

/**
 * The whole of it, and as people scan a sheet of cards: one piece after the other, of a card and a half, each of which overlaps the
 * one before. Of many codes at once a reader sometimes misses one.
 */
async function codesOfPage(page: Canvas): Promise<ReadResult[]> {
  const pieces = [{ top: 0, height: page.height }];
  for (let top = 0; top < page.height; top += 160) pieces.push({ top, height: 480 });
  const found = new Map<string, { readonly code: ReadResult; readonly y: number }>();
  for (const { top, height } of pieces) {
    const piece = createCanvas(page.width, height);
    piece.getContext('2d').drawImage(page, 0, -top);
    for (const code of await readQrs(await piece.encode('png'))) {
      const said = Buffer.from(code.bytes).toString('base64');
      if (!found.has(said)) found.set(said, { code, y: top + code.position.topLeft.y });
    }
  }
  return [...found.values()].sort((one, other) => one.y - other.y).map(({ code }) => code);
}

/** How a printer prints: in colours; in shades of grey; or black alone, where it is darker than half. */
export type Ink = 'coloured' | 'grey' | 'black';

/** A page as it looks, at so many dots an inch. */
export async function drawn(
  pdf: Uint8Array,
  number: number,
  dpi: number,
  ink: Ink = 'coloured',
): Promise<Canvas> {
  const page = await (await open(pdf)).getPage(number);
  const viewport = page.getViewport({ scale: dpi / 72 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  const context = canvas.getContext('2d');
  await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
  if (ink !== 'coloured') {
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const { data } = picture;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      data.fill(ink === 'grey' ? grey : grey < 128 ? 0 : 255, at, at + 3);
    }
    context.putImageData(picture, 0, 0);
  }
  return canvas;
}

export const pagesOf = async (pdf: Uint8Array): Promise<number> => (await open(pdf)).numPages;

/** The file that is attached: its name and its text. */
export async function attachedTo(pdf: Uint8Array): Promise<{ name: string | undefined; text: string }> {
  const document = await open(pdf);
  const attachments = (await document.getAttachments()) as unknown as Map<string, { filename: string }>;
  const [id = ''] = attachments.keys();
  const content = (await document.getAttachmentContent(id)) as unknown as Uint8Array;
  return { name: attachments.get(id)?.filename, text: Buffer.from(content).toString() };
}

/** A piece of text where it stands on the first page, in points from its lower left corner. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Of the letters without what hangs below the line. */
  readonly bottom: number;
  readonly top: number;
}

/** The texts of the first page. */
export const textsOnPaper = (pdf: Uint8Array): Promise<PlacedText[]> => textsOfPage(pdf, 1);

export async function textsOfPage(pdf: Uint8Array, number: number): Promise<PlacedText[]> {
  const page = await (await open(pdf)).getPage(number);
  const { items } = await page.getTextContent();
  return items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [size = 0, left = 0, baseline = 0] = (item.transform as number[]).slice(3);
    return [{ text: item.str, left, right: left + item.width, bottom: baseline, top: baseline + size * 0.7 }];
  });
}
