import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ReadResult } from 'zxing-wasm/reader';
import { readQr } from '../src/qr-reader.ts';

const open = (pdf: Uint8Array) => getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;

/** The QR code of the first page at 150 dots an inch, drawn by pdf.js and read by zxing: as a scanner sees the paper. */
export async function codeOnPaper(pdf: Uint8Array): Promise<ReadResult | undefined> {
  const page = await (await open(pdf)).getPage(1);
  const viewport = page.getViewport({ scale: 150 / 72 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  await page.render({ canvas: canvas as never, canvasContext: canvas.getContext('2d') as never, viewport })
    .promise;
  return readQr(await canvas.encode('png'));
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
export async function textsOnPaper(pdf: Uint8Array): Promise<PlacedText[]> {
  const page = await (await open(pdf)).getPage(1);
  const { items } = await page.getTextContent();
  return items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [size = 0, left = 0, baseline = 0] = (item.transform as number[]).slice(3);
    return [{ text: item.str, left, right: left + item.width, bottom: baseline, top: baseline + size * 0.7 }];
  });
}
