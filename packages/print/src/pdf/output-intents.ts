import { PartCopier } from './part-copier.ts';
import type { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import type { SharedStreams } from './shared-streams.ts';
import { isArray, type PdfDictionary, type PdfValue } from './values.ts';

/** Copies what colours are meant for (ISO 32000-1, 14.11.5): the whole has those of its first part. */
export function copyOutputIntents(
  file: PdfFile,
  catalog: PdfDictionary,
  writer: PdfWriter,
  shared: SharedStreams,
): PdfValue | undefined {
  const intents = file.resolve(catalog.get('/OutputIntents'));
  if (!isArray(intents)) return undefined;
  const copier = new PartCopier(file, { index: 0, firstParentKey: 0 }, writer, shared);
  const moved = copier.moved(intents);
  copier.finish();
  return moved;
}
