import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Picture, PictureChoice } from './messages.ts';

/** Pixels of a side: A4 at 300 dots an inch has 3,508. */
const largestSide = 4_000;

/**
 * Draws a page of a PDF as PNG, with pdf.js: what a reader of it would see.
 *
 * @throws Error where there is no such page, or it would be too large.
 */
export async function drawPage(
  pdf: Uint8Array,
  { page: number, resolution }: PictureChoice,
): Promise<Picture> {
  // A copy: pdf.js keeps what it is given.
  const loading = getDocument({ data: Uint8Array.from(pdf), verbosity: 0, useSystemFonts: false });
  const document = await loading.promise;
  try {
    if (number > document.numPages) throw new Error(`it has ${document.numPages} pages`);
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: resolution / 72 });
    const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
    if (Math.max(width, height) > largestSide) throw new Error(`it would have ${width} × ${height} pixels`);
    const canvas = createCanvas(width, height);
    await page.render({ canvas: canvas as never, canvasContext: canvas.getContext('2d') as never, viewport })
      .promise;
    return { png: await canvas.encode('png'), pages: document.numPages };
  } finally {
    await loading.destroy();
  }
}
