import type { CopiedPart } from './copy-part.ts';
import type { PdfWriter } from './pdf-writer.ts';
import { textString } from './text-string.ts';
import { dictionary, type PdfValue, refTo } from './values.ts';

/** The outline of the whole: an entry for each part, closed, with what stands in the part's own. */
export class Outline {
  readonly #writer: PdfWriter;
  readonly #root: number;
  #first: number | undefined;
  #count = 0;
  /** Written when it is known whether another follows. */
  #last: { readonly number: number; readonly entries: Map<string, PdfValue> } | undefined;

  /** @param root number of the object that it begins with. */
  constructor(writer: PdfWriter, root: number) {
    this.#writer = writer;
    this.#root = root;
  }

  add(number: number, title: string, { begins, outline }: CopiedPart): void {
    this.#writeLast(number);
    const entries = dictionary({
      Title: textString(title),
      Parent: refTo(this.#root),
      Dest: begins,
      ...(outline && {
        First: refTo(outline.first),
        Last: refTo(outline.last),
        Count: String(-outline.count),
      }),
      Prev: this.#last && refTo(this.#last.number),
    });
    this.#last = { number, entries };
    this.#first ??= number;
    this.#count += 1;
  }

  finish(): void {
    this.#writeLast(undefined);
    this.#writer.write(
      this.#root,
      dictionary({
        Type: '/Outlines',
        First: this.#first === undefined ? undefined : refTo(this.#first),
        Last: this.#last && refTo(this.#last.number),
        Count: String(this.#count),
      }),
    );
  }

  #writeLast(next: number | undefined): void {
    if (!this.#last) return;
    const { number, entries } = this.#last;
    this.#writer.write(number, next === undefined ? entries : entries.set('/Next', refTo(next)));
  }
}
