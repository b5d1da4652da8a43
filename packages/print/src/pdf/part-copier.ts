import type { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import type { SharedStreams } from './shared-streams.ts';
import { byteString, bytesOf } from './text-string.ts';
import {
  dictionary,
  isArray,
  isDictionary,
  type PdfDictionary,
  PdfRef,
  type PdfToken,
  type PdfValue,
  refTo,
} from './values.ts';

const isInteger = (value: PdfValue): value is PdfToken => typeof value === 'string' && /^\d+$/.test(value);
const isString = (value: PdfValue): value is PdfToken => typeof value === 'string' && /^[(<]/.test(value);

/** A page of a part that is drawn on one of the whole. */
export interface DrawnPage {
  /** Number of the form that has its contents. */
  readonly form: number;
  /** Number of the page that this stands on. */
  readonly page: number;
}

/** Writes objects of a part into the whole: under numbers of the whole, and with keys and names that no other part has. */
export class PartCopier {
  readonly #file: PdfFile;
  readonly #writer: PdfWriter;
  readonly #shared: SharedStreams;
  readonly #firstParentKey: number;
  readonly #prefix: Buffer;
  /** Numbers in the whole, by those in the part. */
  readonly #numbers = new Map<number, number>();
  readonly #drawn = new Map<number, DrawnPage>();
  #waiting: number[] = [];

  /**
   * @param index of the part, from 0.
   * @param firstParentKey the first free key of the whole's structural parent tree.
   */
  constructor(
    file: PdfFile,
    { index, firstParentKey }: { readonly index: number; readonly firstParentKey: number },
    writer: PdfWriter,
    shared: SharedStreams,
  ) {
    this.#file = file;
    this.#writer = writer;
    this.#shared = shared;
    this.#firstParentKey = firstParentKey;
    // Names of later parts come later in the whole's trees, which are in order.
    this.#prefix = Buffer.from(`${String(index).padStart(8, '0')}.`);
  }

  /** Says where the whole has an object of the part, which is not copied then. */
  place(number: number, inWhole: number): void {
    this.#numbers.set(number, inWhole);
  }

  /** Says that a page is none of the whole's, but drawn on one: structure elements then find their contents there. */
  draw(page: number, drawn: DrawnPage): void {
    this.#drawn.set(page, drawn);
    this.#numbers.set(page, drawn.page);
  }

  /** The number in the whole of an object of the part, which will be copied. */
  numberOf(number: number): number {
    const known = this.#numbers.get(number);
    if (known !== undefined) return known;
    const key = this.#shared.keyOf(this.#file.object(number));
    const written = key === undefined ? undefined : this.#shared.find(key);
    const inWhole = written ?? this.#writer.allocate();
    this.#numbers.set(number, inWhole);
    if (written === undefined) {
      this.#waiting.push(number);
      if (key !== undefined) this.#shared.add(key, inWhole);
    }
    return inWhole;
  }

  /** A name of the part's own, such as one of a destination or of a structure element. */
  ownName(name: PdfToken): PdfToken {
    return byteString(Buffer.concat([this.#prefix, bytesOf(name)]));
  }

  /** A key of the structural parent tree. */
  parentKey(key: PdfToken): number {
    return Number(key) + this.#firstParentKey;
  }

  /** A value of the part as it is in the whole. */
  moved(value: PdfValue): PdfValue {
    if (value instanceof PdfRef) return new PdfRef(this.numberOf(value.number));
    if (isArray(value)) return value.map((item) => this.moved(item));
    return isDictionary(value) ? this.movedDictionary(value) : value;
  }

  movedDictionary(original: PdfDictionary): Map<string, PdfValue> {
    const isElement = original.has('/S') && original.has('/P');
    const isJump = original.get('/S') === '/GoTo';
    const moved = new Map<string, PdfValue>();
    for (const [key, entry] of original) {
      const isName = (key === '/ID' && isElement) || key === '/Dest' || (key === '/D' && isJump);
      if (isName && isString(entry)) moved.set(key, this.ownName(entry));
      else if (key === '/Headers' && isArray(entry)) {
        moved.set(
          key,
          entry.map((id) => (isString(id) ? this.ownName(id) : this.moved(id))),
        );
      } else if ((key === '/StructParents' || key === '/StructParent') && isInteger(entry)) {
        moved.set(key, String(this.parentKey(entry)));
      } else if (key === '/K' && isElement) moved.set(key, this.#movedContent(entry, original.get('/Pg')));
      else moved.set(key, this.moved(entry));
    }
    return moved;
  }

  /** What an element has within it: marked content of a page that is drawn is that of a form (ISO 32000-1, 14.7.4.2). */
  #movedContent(content: PdfValue, page: PdfValue | undefined): PdfValue {
    if (isArray(content)) return content.map((item) => this.#movedContent(item, page));
    const isMarked = isDictionary(content) && content.get('/Type') === '/MCR';
    const on = isMarked ? (content.get('/Pg') ?? page) : page;
    const drawn = on instanceof PdfRef ? this.#drawn.get(on.number) : undefined;
    if (!drawn || !(isMarked ? !content.has('/Stm') : isInteger(content))) return this.moved(content);
    return dictionary({
      Type: '/MCR',
      Pg: refTo(drawn.page),
      Stm: refTo(drawn.form),
      MCID: isMarked ? content.get('/MCID') : content,
    });
  }

  /** Writes everything that was referred to, and what that refers to. */
  finish(): void {
    for (let number = this.#waiting.pop(); number !== undefined; number = this.#waiting.pop()) {
      const { value, stream } = this.#file.object(number);
      const moved = this.moved(value);
      // It may have been an object of its own.
      if (stream && moved instanceof Map) moved.set('/Length', String(stream.length));
      this.#writer.write(this.#numbers.get(number) as number, moved, stream);
    }
  }
}
