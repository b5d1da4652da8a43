import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { compactPrefix } from '@mohar/credential/formats/compact/prefix.ts';
import { codePrefix } from '@mohar/credential/formats/smart-health-card/code-text.ts';
import { CommandError } from '../command-error.ts';
import { isPdf, readPdfAttachments } from '../pdf-attachments.ts';
import { isImage, readQrImage } from '../qr-image.ts';

/** How certificates begin that are texts: HCERT, SMART Health Card (code, and its JWS), compact, DIVOC, JSON. */
const beginnings = ['HC1:', codePrefix, 'eyJ', compactPrefix, 'B64:', '{'];

/**
 * Reads what `mohar verify` is given: a file (a text, a picture of a code, a PDF with the record attached), `-` for
 * standard input, `-` and the text itself, or a text that begins as certificates do.
 *
 * @returns what may be the certificate: of several, the first that is one counts.
 * @throws CommandError where nothing can be read. It never repeats what was given, which may be somebody's certificate.
 */
export async function readCertificate(source: string): Promise<readonly (string | Uint8Array)[]> {
  if (source === '-') return contentOf(await buffer(process.stdin), 'Standard input');
  if (source.startsWith('-')) return [source.slice(1)];
  const text = source.trimStart();
  if (beginnings.some((beginning) => text.startsWith(beginning))) return [source];
  return contentOf(readNamed(source), 'The file');
}

async function contentOf(bytes: Buffer, name: string): Promise<readonly Uint8Array[]> {
  if (isImage(bytes)) return [await readQrImage(bytes, name)];
  return isPdf(bytes) ? readPdfAttachments(bytes, name) : [bytes];
}

function readNamed(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The certificate cannot be read (${code}): there is no file of the name that was given, or it may not be read. A text that begins with none of ${beginnings.join(' ')} comes after a hyphen (mohar verify -- -'…') or through standard input (mohar verify -).`,
    );
  }
}
