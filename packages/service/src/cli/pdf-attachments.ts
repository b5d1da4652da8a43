import { CommandError } from './command-error.ts';

/** Whether bytes are a PDF: some begin with what a mail system put before it. */
export const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

/** A certificate is not longer, in bytes. */
const largest = 300_000;

/**
 * Reads what is attached to a PDF: a certificate that Mohar printed carries its signed record. The library for it is
 * loaded here, and nowhere else.
 *
 * @param name how errors call it.
 * @returns the attachments that could be a certificate, one at least.
 * @throws CommandError where it cannot be read, is locked, or has none: says what to do.
 */
export async function readPdfAttachments(pdf: Uint8Array, name: string): Promise<Uint8Array[]> {
  const { getDocument, PasswordException, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // It takes the bytes over.
  const task = getDocument({
    data: new Uint8Array(pdf),
    enableXfa: false,
    useWorkerFetch: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    const attached = [...((await document.getAttachments())?.keys() ?? [])];
    const contents = await Promise.all(attached.map((one) => document.getAttachmentContent(one)));
    const found = contents.filter((content) => content && content.length <= largest) as Uint8Array[];
    if (found.length > 0) return found;
  } catch (error) {
    const why = error instanceof PasswordException ? 'a password locks it' : 'it cannot be read as a PDF';
    throw new CommandError(`${name}: ${why}.`);
  } finally {
    await task.destroy();
  }
  throw new CommandError(
    `${name}: no record is attached to this PDF. Give a picture (PNG or JPEG) of its QR code, or open it with the verifier web app, which reads the code from the page.`,
  );
}
