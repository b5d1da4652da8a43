import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfFile } from './read-pdf.ts';
import { isArray, type PdfValue } from './values.ts';

/**
 * The pairs of a name tree or number tree, in order (ISO 32000-1, 7.9.6 and 7.9.7).
 *
 * @param pairs `/Names` or `/Nums`.
 */
export function flatTree(
  file: PdfFile,
  root: PdfValue | undefined,
  pairs: '/Names' | '/Nums',
  depth = 0,
): [PdfValue, PdfValue][] {
  if (file.resolve(root) === undefined) return [];
  if (depth > 20) throw new PdfJoinError('The PDF has a tree without end.');
  const node = file.dictionary(root, 'tree where it names one');
  const flat = file.resolve(node.get(pairs));
  const found: [PdfValue, PdfValue][] = [];
  if (isArray(flat)) {
    for (let n = 0; n + 1 < flat.length; n += 2)
      found.push([file.resolve(flat[n]) as PdfValue, flat[n + 1] as PdfValue]);
  }
  const kids = file.resolve(node.get('/Kids'));
  if (isArray(kids)) for (const kid of kids) found.push(...flatTree(file, kid, pairs, depth + 1));
  return found;
}
