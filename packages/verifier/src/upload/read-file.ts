import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { type Engine, EngineError } from '../engine/engine.ts';
import { FileError } from './file-error.ts';
import { readPicture } from './read-picture.ts';

/** Larger files are no pictures of a certificate, in bytes. */
const maxBytes = 60_000_000;
const maxTextBytes = 300_000;

/** What the file dialog offers. */
export const acceptedFiles = 'image/*,application/pdf,.pdf,application/json,.json,text/plain,.txt';

/**
 * Verifies what is in a file: a picture of a code, a PDF with one, or a credential's text.
 *
 * @throws FileError; EngineError
 */
export async function readFile(file: File, engine: Engine): Promise<Verification> {
  if (file.size > maxBytes) throw new FileError('not-readable');
  if (await isPdf(file)) {
    const { readPdf } = await import('./read-pdf.ts').catch(() => {
      throw new EngineError('not-here-yet', 'The reader of PDF files cannot be loaded.');
    });
    return readPdf(file, engine);
  }
  if (/\.(json|txt)$/i.test(file.name) || /^(text\/plain|application\/json)/.test(file.type)) {
    if (file.size > maxTextBytes) throw new FileError('not-readable');
    return engine.ask<'judge'>({ kind: 'judge', scanned: await file.text() });
  }
  return readPicture(file, engine);
}

/** By its first bytes: names and types are what the sender says. */
async function isPdf(file: File): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-');
}
