import type { PartCopier } from './part-copier.ts';
import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import { dictionary, isArray, type PdfDictionary, PdfRef, type PdfValue, refTo } from './values.ts';

/** The page tree of the whole, as it grows (ISO 32000-1, 7.7.3). */
export class PageTree {
  readonly #writer: PdfWriter;
  /** Number of its root. */
  readonly root: number;
  readonly #kids: number[] = [];
  #count = 0;

  constructor(writer: PdfWriter, root: number) {
    this.#writer = writer;
    this.root = root;
  }

  /** @param count pages that are below the node; 1 for a page. */
  add(node: number, count: number): void {
    this.#kids.push(node);
    this.#count += count;
  }

  finish(): void {
    const Kids = this.#kids.map(refTo);
    this.#writer.write(this.root, dictionary({ Type: '/Pages', Count: String(this.#count), Kids }));
  }
}

/** Brings in the pages of a part as they are, with the tree that they are in. @returns where the first begins. */
export function layPages(
  file: PdfFile,
  catalog: PdfDictionary,
  copier: PartCopier,
  writer: PdfWriter,
  tree: PageTree,
): PdfValue {
  const root = pageTreeOf(file, catalog);
  const node = writer.allocate();
  copier.place((catalog.get('/Pages') as PdfRef).number, node);
  const pages = pagesOf(file, root);
  writer.write(node, copier.movedDictionary(root).set('/Parent', refTo(tree.root)));
  tree.add(node, pages.length);
  const [first] = pages;
  if (!first) throw new PdfJoinError('The PDF has no pages.');
  return [refTo(copier.numberOf(first.number)), '/Fit'];
}

export function pageTreeOf(file: PdfFile, catalog: PdfDictionary): PdfDictionary {
  if (!(catalog.get('/Pages') instanceof PdfRef)) throw new PdfJoinError('The PDF has no page tree.');
  return file.dictionary(catalog.get('/Pages'), 'page tree');
}

/** A page of a part, with what it inherits. */
export interface PartPage {
  readonly number: number;
  readonly entries: PdfDictionary;
}

/** More than in any document that is a part of another. */
const mostNodes = 1_000;
const inherited = ['/Resources', '/MediaBox', '/CropBox', '/Rotate'];

/** The pages below a node of a page tree. */
export function pagesOf(
  file: PdfFile,
  node: PdfDictionary,
  above: PdfDictionary = new Map(),
  met = new Set<PdfDictionary>(),
): PartPage[] {
  // Each node hangs at one place.
  if (met.has(node) || met.size > mostNodes) throw new PdfJoinError('The PDF has a page tree without end.');
  met.add(node);
  const given = new Map([...above, ...[...node].filter(([key]) => inherited.includes(key))]);
  const kids = file.resolve(node.get('/Kids'));
  return (isArray(kids) ? kids : []).flatMap((kid) => {
    const below = file.dictionary(kid, 'page where its tree says');
    if (below.get('/Type') !== '/Page') return pagesOf(file, below, given, met);
    if (!(kid instanceof PdfRef)) throw new PdfJoinError('The PDF has a page without a number.');
    return [{ number: kid.number, entries: new Map([...given, ...below]) }];
  });
}
