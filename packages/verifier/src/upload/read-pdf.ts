import type { Verification } from '@mohar/credential/verification/verdict.ts';
import {
  GlobalWorkerOptions,
  getDocument,
  PasswordException,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type Engine, EngineError } from '../engine/engine.ts';
import { FileError } from './file-error.ts';
import { type Finding, firstCertificate } from './first-certificate.ts';
import { lookAt } from './read-picture.ts';

GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/legacy/build/pdf.worker.min.mjs', import.meta.url).href;

/** Certificates are on the first pages. */
const maxPages = 8;
/** In pixels of the longer side: a dense code that fills a third of the page, and one that fills less. */
const longSides = [2_000, 3_400];
/** A certificate's text is not longer, in bytes. */
const maxAttachmentBytes = 300_000;

/**
 * Verifies the certificate of a PDF: of the codes on its pages, else what is attached to it, as in PDFs by Mohar.
 * This file brings the PDF library with it: import it only where there is a PDF. Errors as `readFile`.
 */
export async function readPdf(file: Blob, engine: Engine): Promise<Verification> {
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    enableXfa: false,
    useWorkerFetch: false,
    // Decoders of scanned pages (tools/pdf-decoders.ts).
    wasmUrl: new URL('pdf/', window.document.baseURI).href,
    useSystemFonts: true,
    stopAtErrors: false,
  });
  try {
    const document = await task.promise;
    const found = await firstCertificate(findings(document, engine));
    if (!found) throw new FileError('no-code');
    return found;
  } catch (error) {
    if (error instanceof FileError || error instanceof EngineError) throw error;
    throw new FileError(error instanceof PasswordException ? 'locked' : 'not-readable');
  } finally {
    await task.destroy();
  }
}

async function* findings(document: PDFDocumentProxy, engine: Engine): AsyncGenerator<Finding> {
  for (const longSide of longSides) {
    for (let number = 1; number <= Math.min(document.numPages, maxPages); number += 1) {
      yield async () => {
        const sighting = await lookAt(await drawPage(document, number, longSide), 1, engine);
        return sighting.found === 'code' ? sighting.verification : undefined;
      };
    }
    if (longSide === longSides[0]) yield* attached(document, engine);
  }
}

async function* attached(document: PDFDocumentProxy, engine: Engine): AsyncGenerator<Finding> {
  const names = (await document.getAttachments())?.keys() ?? [];
  for (const name of names) {
    yield async () => {
      const content = await document.getAttachmentContent(name);
      if (!content || content.length > maxAttachmentBytes) return undefined;
      return engine.ask<'judge'>({ kind: 'judge', scanned: new TextDecoder().decode(content) });
    };
  }
}

async function drawPage(
  document: PDFDocumentProxy,
  number: number,
  longSide: number,
): Promise<HTMLCanvasElement> {
  const page = await document.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: longSide / Math.max(width, height) });
  const canvas = window.document.createElement('canvas');
  canvas.width = Math.ceil(viewport.width);
  canvas.height = Math.ceil(viewport.height);
  await page.render({ canvas, viewport }).promise;
  page.cleanup();
  return canvas;
}
