import type { PdfWriter } from './pdf-writer.ts';
import { type PdfDictionary, type PdfToken, type PdfValue, refTo } from './values.ts';

/** A pair of a name tree or number tree. */
export type TreePair = readonly [key: PdfToken, value: PdfValue];

/** A name tree or number tree that grows at its end: a leaf for each part (ISO 32000-1, 7.9.6 and 7.9.7). */
export class GrowingTree {
  readonly #writer: PdfWriter;
  readonly #pairs: '/Names' | '/Nums';
  readonly #leaves: number[] = [];

  constructor(writer: PdfWriter, pairs: '/Names' | '/Nums') {
    this.#writer = writer;
    this.#pairs = pairs;
  }

  /** @param pairs in order, and behind all that were added before. */
  add(pairs: readonly TreePair[]): void {
    const [first, last] = [pairs[0], pairs.at(-1)];
    if (!first || !last) return;
    const number = this.#writer.allocate();
    this.#writer.write(
      number,
      new Map<string, PdfValue>([
        ['/Limits', [first[0], last[0]]],
        [this.#pairs, pairs.flat()],
      ]),
    );
    this.#leaves.push(number);
  }

  /** Its root; undefined where nothing was added. */
  root(): PdfDictionary | undefined {
    return this.#leaves.length > 0 ? new Map([['/Kids', this.#leaves.map(refTo)]]) : undefined;
  }
}
