import { PdfJoinError } from './pdf-join-error.ts';

/** A number, name, string, `true`, `false` or `null`, as it stands in the file; one character a byte. */
export type PdfToken = string;
/** A reference to an indirect object. */
export class PdfRef {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}
/** Keys with their slash: `/Type`. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;
export type PdfValue = PdfToken | PdfRef | readonly PdfValue[] | PdfDictionary;

export const isDictionary = (value: PdfValue | undefined): value is PdfDictionary => value instanceof Map;
export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);

export const refTo = (number: number): PdfRef => new PdfRef(number);

/** A dictionary of the entries that are there; keys without their slash. */
export const dictionary = (entries: Readonly<Record<string, PdfValue | undefined>>): Map<string, PdfValue> =>
  new Map(
    Object.entries(entries).flatMap(([key, value]): [string, PdfValue][] =>
      value === undefined ? [] : [[`/${key}`, value]],
    ),
  );

const blank = /(?:[\0\t\n\f\r ]|%[^\r\n]*)*/y;
const reference = /(\d+)[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const token =
  /\/[^\0\t\n\f\r ()<>[\]{}/%]*|[+-]?(?:\d+\.?\d*|\.\d+)|true|false|null|<[\dA-Fa-f\0\t\n\f\r ]*>/y;

/** How deep values may lie within each other: far deeper than in any document. */
const deepest = 100;

/** Reads values of a file's text, one behind the other (ISO 32000-1, 7.2 and 7.3). */
export class ValueReader {
  readonly text: string;
  /** Where the next value begins. */
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** Whether a word comes next, which then is behind. */
  take(word: string): boolean {
    this.#match(blank);
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** @throws PdfJoinError where there is none. */
  value(depth = 0): PdfValue {
    if (depth > deepest) throw new PdfJoinError('The PDF has values too deep within each other.');
    if (this.take('<<')) return this.#dictionary(depth);
    if (this.take('[')) return this.#array(depth);
    if (this.text[this.at] === '(') return this.#literalString();
    const referred = this.#match(reference);
    if (referred) return new PdfRef(Number(referred[1]));
    const found = this.#match(token);
    if (!found) throw new PdfJoinError('The PDF is not well-formed: no value where one should be.');
    return found[0];
  }

  #dictionary(depth: number): PdfDictionary {
    const entries = new Map<string, PdfValue>();
    while (!this.take('>>')) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || !key.startsWith('/'))
        throw new PdfJoinError('The PDF is not well-formed: a key is no name.');
      entries.set(key, this.value(depth + 1));
    }
    return entries;
  }

  #array(depth: number): PdfValue[] {
    const items: PdfValue[] = [];
    while (!this.take(']')) items.push(this.value(depth + 1));
    return items;
  }

  /** Parentheses within it are in pairs, or escaped. */
  #literalString(): PdfToken {
    const from = this.at;
    let open = 0;
    for (let at = from; at < this.text.length; at += 1) {
      const character = this.text[at];
      if (character === '\\') at += 1;
      else if (character === '(') open += 1;
      else if (character === ')') {
        open -= 1;
        if (open > 0) continue;
        this.at = at + 1;
        return this.text.slice(from, this.at);
      }
    }
    throw new PdfJoinError('The PDF is not well-formed: a string without end.');
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match;
  }
}

const delimiters = /[()<>[\]{}/%]/;

/** A value as it is written into a file. */
export function writtenValue(value: PdfValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof PdfRef) return `${value.number} 0 R`;
  if (isArray(value)) return `[${value.map(writtenValue).join(' ')}]`;
  let text = '<<';
  for (const [key, entry] of value as PdfDictionary) {
    const shown = writtenValue(entry);
    text += delimiters.test(shown[0] ?? '') ? key + shown : `${key} ${shown}`;
  }
  return `${text}>>`;
}
