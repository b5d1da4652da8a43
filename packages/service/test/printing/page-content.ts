import { inflateSync } from 'node:zlib';
import { type PdfFile, readPdf } from '@mohar/print/pdf/read-pdf.ts';
import { bytesOf, textOf } from '@mohar/print/pdf/text-string.ts';
import { type PdfDictionary, PdfRef, type PdfValue, ValueReader } from '@mohar/print/pdf/values.ts';

/** A marked-content sequence that something lies in (ISO 32000-1, 14.6). */
export interface Mark {
  readonly tag: string;
  readonly properties: PdfDictionary;
}

/** Something that is painted on a page. */
export interface Painted {
  readonly operator: string;
  /** From the outside to the inside. */
  readonly marks: readonly Mark[];
  /** Of text: what it says. */
  readonly text?: string;
}

const showing = ['Tj', 'TJ', "'", '"'];
const painting = [...showing, 'f', 'f*', 'F', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'BI'];

/** A PDF's catalogue, pages and objects, read by the rules of the format. */
export class LookedAt {
  readonly file: PdfFile;
  readonly catalog: PdfDictionary;

  constructor(pdf: Uint8Array) {
    this.file = readPdf(pdf);
    this.catalog = this.at(this.file.trailer.get('/Root')) as PdfDictionary;
  }

  /** What is found by following keys. */
  at(value: PdfValue | undefined, ...keys: string[]): PdfValue | undefined {
    let found = this.file.resolve(value);
    for (const key of keys) found = this.file.resolve((found as PdfDictionary | undefined)?.get(key));
    return found;
  }

  pages(node = this.at(this.catalog, '/Pages') as PdfDictionary): PdfDictionary[] {
    return (this.at(node, '/Kids') as PdfValue[]).flatMap((kid) => {
      const below = this.at(kid) as PdfDictionary;
      return below.get('/Type') === '/Page' ? [below] : this.pages(below);
    });
  }

  /** The structure elements below one, in order, itself first. */
  elements(element: PdfValue | undefined = this.tops()): PdfDictionary[] {
    if (Array.isArray(element)) return (element as PdfValue[]).flatMap((one) => this.elements(one));
    const dictionary = this.at(element);
    if (!(dictionary instanceof Map) || !dictionary.has('/S')) return [];
    return [dictionary, ...this.elements(this.at(dictionary, '/K'))];
  }

  /** The languages of marked content, by page and number, that their elements, or those around them, give it. */
  languages(): Map<PdfDictionary, Map<number, string>> {
    const found = new Map<PdfDictionary, Map<number, string>>();
    const walk = (element: PdfValue | undefined, above: string | undefined) => {
      const dictionary = this.at(element) as PdfDictionary;
      const own = this.at(dictionary, '/Lang') as string | undefined;
      const language = own === undefined ? above : textOf(own);
      const page = this.at(dictionary, '/Pg') as PdfDictionary;
      for (const kid of [this.at(dictionary, '/K') ?? []].flat() as PdfValue[]) {
        if (typeof kid !== 'string') walk(kid, language);
        else if (language !== undefined) {
          found.set(page, (found.get(page) ?? new Map()).set(Number(kid), language));
        }
      }
    };
    for (const top of [this.tops() ?? []].flat() as PdfValue[]) walk(top, undefined);
    return found;
  }

  tops(): PdfValue | undefined {
    return this.at(this.catalog, '/StructTreeRoot', '/K');
  }

  /** The standard role of an element, by the document's own map of roles. */
  role(element: PdfDictionary): string {
    const own = element.get('/S') as string;
    return ((this.at(this.catalog, '/StructTreeRoot', '/RoleMap', own) as string | undefined) ?? own).slice(
      1,
    );
  }

  /** Every dictionary that has this type. */
  ofType(type: string): PdfDictionary[] {
    const count = Number(this.file.trailer.get('/Size'));
    return Array.from({ length: count }, (_, number) => this.file.object(number).value).filter(
      (value): value is PdfDictionary => value instanceof Map && value.get('/Type') === type,
    );
  }

  /** What a page, or a form on it, paints. */
  painted(page: PdfDictionary, marks: readonly Mark[] = []): Painted[] {
    const contents = page.has('/Contents') ? page.get('/Contents') : undefined;
    const { stream } = contents instanceof PdfRef ? this.file.object(contents.number) : {};
    return stream ? this.#run(inflated(this.at(contents), stream), page, marks) : [];
  }

  readonly #fonts = new Map<PdfValue, ReadonlyMap<number, string>>();

  /** A font's characters by its codes (ISO 32000-1, 9.10.3). */
  #charactersOf(fonts: PdfDictionary, name: string): ReadonlyMap<number, string> {
    const font = this.at(fonts.get(name)) as PdfDictionary;
    const known = this.#fonts.get(font);
    if (known) return known;
    const reference = font.get('/ToUnicode') as PdfRef;
    const { value, stream } = this.file.object(reference.number);
    const map = inflated(value, stream as Uint8Array);
    const character = (hex: string) => textOf(`<FEFF${hex}>`);
    const found = new Map<number, string>();
    for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
      for (const [, code = '', to = ''] of block.matchAll(/<([\dA-Fa-f]+)>\s*<([\dA-Fa-f]+)>/g)) {
        found.set(Number.parseInt(code, 16), character(to));
      }
    }
    if (/beginbfrange/.test(map)) throw new Error('This test does not read ranges of characters.');
    this.#fonts.set(font, found);
    return found;
  }

  #run(content: string, holder: PdfDictionary, outer: readonly Mark[]): Painted[] {
    const painted: Painted[] = [];
    const marks = [...outer];
    let operands: PdfValue[] = [];
    let font: ReadonlyMap<number, string> = new Map();
    const reader = new ValueReader(content, 0);
    const operator = /[\0\t\n\f\r ]*([A-Za-z'"][A-Za-z0-9*]*)/y;
    const blank = /[\0\t\n\f\r ]*$/y;
    for (;;) {
      blank.lastIndex = reader.at;
      if (blank.test(content)) return painted;
      operator.lastIndex = reader.at;
      const word = operator.exec(content)?.[1];
      if (word === undefined || ['true', 'false', 'null'].includes(word)) {
        operands.push(reader.value());
        continue;
      }
      reader.at = operator.lastIndex;
      if (word === 'BDC' || word === 'BMC') {
        const [tag, properties] = operands as [string, PdfValue | undefined];
        const given =
          typeof properties === 'string'
            ? this.at(holder, '/Resources', '/Properties', properties)
            : properties;
        marks.push({ tag: tag.slice(1), properties: (given as PdfDictionary | undefined) ?? new Map() });
      } else if (word === 'EMC') marks.pop();
      else if (word === 'Tf')
        font = this.#charactersOf(
          this.at(holder, '/Resources', '/Font') as PdfDictionary,
          operands[0] as string,
        );
      else if (word === 'Do') {
        const reference = (this.at(holder, '/Resources', '/XObject') as PdfDictionary).get(
          operands[0] as string,
        );
        const { value, stream } = this.file.object((reference as PdfRef).number);
        const form = value as PdfDictionary;
        if (form.get('/Subtype') === '/Form') {
          painted.push(...this.#run(inflated(form, stream as Uint8Array), form, marks));
        } else painted.push({ operator: word, marks: [...marks] });
      } else if (painting.includes(word)) {
        painted.push({
          operator: word,
          marks: [...marks],
          ...(showing.includes(word) ? { text: shownText(operands, marks, font) } : {}),
        });
      }
      operands = [];
    }
  }
}

/** What is shown: what stands for it, where something does (ISO 32000-1, 14.9.4), else by the font's own map. */
function shownText(
  operands: readonly PdfValue[],
  marks: readonly Mark[],
  font: ReadonlyMap<number, string>,
): string {
  const instead = marks
    .findLast(({ properties }) => properties.has('/ActualText'))
    ?.properties.get('/ActualText');
  if (typeof instead === 'string') return textOf(instead);
  let text = '';
  for (const one of operands.flat() as PdfValue[]) {
    if (typeof one !== 'string' || !/^[(<]/.test(one)) continue;
    const bytes = bytesOf(one);
    for (let at = 0; at + 1 < bytes.length; at += 2) text += font.get(bytes.readUInt16BE(at)) ?? '';
  }
  return text;
}

function inflated(dictionary: PdfValue | undefined, stream: Uint8Array): string {
  const filter = (dictionary as PdfDictionary).get('/Filter');
  return (filter === '/FlateDecode' ? inflateSync(stream) : Buffer.from(stream)).toString('latin1');
}

/** Whether what is painted is text. */
export const isText = ({ operator }: Painted): boolean => showing.includes(operator);
