import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfFile } from './read-pdf.ts';
import { isArray, type PdfDictionary, type PdfValue } from './values.ts';

/** Each node hangs at one place: more there are in no document that is a part of another. */
const mostNodes = 1_000;

/**
 * The pairs of a name tree or number tree, in order (ISO 32000-1, 7.9.6 and 7.9.7).
 *
 * @param pairs `/Names` or `/Nums`.
 */
export function flatTree(
  file: PdfFile,
  root: PdfValue | undefined,
  pairs: '/Names' | '/Nums',
  met = new Set<PdfDictionary>(),
): [PdfValue, PdfValue][] {
  if (file.resolve(root) === undefined) return [];
  const node = file.dictionary(root, 'tree where it names one');
  if (met.has(node) || met.size > mostNodes) throw new PdfJoinError('The PDF has a tree without end.');
  met.add(node);
  const flat = file.resolve(node.get(pairs));
  const found: [PdfValue, PdfValue][] = [];
  if (isArray(flat)) {
    for (let n = 0; n + 1 < flat.length; n += 2)
      found.push([file.resolve(flat[n]) as PdfValue, flat[n + 1] as PdfValue]);
  }
  const kids = file.resolve(node.get('/Kids'));
  if (isArray(kids)) for (const kid of kids) found.push(...flatTree(file, kid, pairs, met));
  return found;
}
