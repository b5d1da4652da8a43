import type { JoinOptions } from './join-options.ts';
import { PdfJoinError } from './pdf-join-error.ts';
import { readPdf } from './read-pdf.ts';
import { WholeFile } from './whole-file.ts';

/** A PDF to be joined: its pages stay pages, or they are the faces of a card, several of which stand on a sheet. */
export interface JoinPart {
  readonly pdf: Uint8Array;
  readonly as?: 'pages' | 'card';
}

/**
 * Joins PDFs into one, in their order: pages, structure, outline, attachments, destinations. Written as the parts come; what is
 * kept in memory is the part at hand, and numbers. Streams that several parts have are written once. The same parts give
 * the same bytes.
 *
 * @param parts as Typst writes them: tagged, and all of the same standard, which the whole keeps to as well (PDF/A of ISO
 *   19005-2 and -3, PDF/UA of ISO 14289-1).
 * @throws PdfJoinError where there are no parts, one is something else, or has what would be lost.
 */
export async function* joinPdfs(
  parts: AsyncIterable<JoinPart>,
  options: JoinOptions,
): AsyncGenerator<Uint8Array, void, void> {
  let whole: WholeFile | undefined;
  for await (const { pdf, as = 'pages' } of parts) {
    const file = readPdf(pdf);
    whole ??= new WholeFile(file, options);
    whole.add(file, as);
    yield whole.taken();
  }
  if (!whole) throw new PdfJoinError('There are no PDFs to join.');
  yield whole.finish();
}
