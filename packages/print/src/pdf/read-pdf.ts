import { PdfJoinError } from './pdf-join-error.ts';
import { isDictionary, type PdfDictionary, PdfRef, type PdfValue, ValueReader } from './values.ts';

/** An indirect object: a value, or a stream, whose value is its dictionary. */
export interface PdfObject {
  readonly value: PdfValue;
  /** As they lie in the file, filtered. */
  readonly stream?: Uint8Array;
}

/** The objects of a PDF. */
export interface PdfFile {
  /** `1.7` */
  readonly version: string;
  readonly trailer: PdfDictionary;
  /** The object of a number; the null object where there is none (ISO 32000-1, 7.3.10). */
  object(number: number): PdfObject;
  /** A value, or the object that it refers to. */
  resolve(value: PdfValue | undefined): PdfValue | undefined;
  /** @throws PdfJoinError where it is something else. */
  dictionary(value: PdfValue | undefined, what: string): PdfDictionary;
}

/**
 * Reads a PDF as Typst writes it (ISO 32000-1, 7.5): whole, with one cross-reference table.
 *
 * @throws PdfJoinError where it is something else: encrypted, updated, with cross-reference streams.
 */
export function readPdf(bytes: Uint8Array): PdfFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  const version = /^%PDF-(\d\.\d)/.exec(text)?.[1];
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-100))?.[1];
  if (!version || start === undefined) throw new PdfJoinError('This is no PDF, or not the whole of one.');
  const reader = new ValueReader(text, Number(start));
  const offsets = readTable(reader);
  const trailer = reader.value();
  if (!isDictionary(trailer) || trailer.has('/Prev') || trailer.has('/Encrypt') || trailer.has('/XRefStm')) {
    throw new PdfJoinError('The PDF is encrypted or was updated.');
  }

  const read = new Map<number, PdfObject>();
  const resolve = (value: PdfValue | undefined): PdfValue | undefined =>
    value instanceof PdfRef ? object(value.number).value : value;
  function object(number: number): PdfObject {
    let found = read.get(number);
    if (!found) {
      const offset = offsets.get(number);
      // What asks for itself, such as a length that is its own stream, finds nothing.
      read.set(number, { value: 'null' });
      found = offset === undefined ? { value: 'null' } : readObject(number, offset);
      read.set(number, found);
    }
    return found;
  }
  function readObject(number: number, offset: number): PdfObject {
    const at = new ValueReader(text, offset);
    if (!at.take(`${number} 0 obj`)) {
      throw new PdfJoinError(`The PDF has no object ${number} where its table says.`);
    }
    const value = at.value();
    if (!isDictionary(value) || !at.take('stream')) return { value };
    // One line end follows: CR LF, or LF.
    const from = at.at + (text[at.at] === '\r' ? 2 : 1);
    const length = Number(resolve(value.get('/Length')));
    if (!Number.isInteger(length) || !/^\s*endstream/.test(text.slice(from + length, from + length + 20))) {
      throw new PdfJoinError(`The stream of object ${number} is not as long as it says.`);
    }
    return { value, stream: buffer.subarray(from, from + length) };
  }
  return {
    version,
    trailer,
    object,
    resolve,
    dictionary: (value, what) => {
      const found = resolve(value);
      if (!isDictionary(found)) throw new PdfJoinError(`The PDF has no ${what}.`);
      return found;
    },
  };
}

/** Objects and where they begin. */
function readTable(reader: ValueReader): Map<number, number> {
  if (!reader.take('xref')) throw new PdfJoinError('The PDF has no cross-reference table.');
  const offsets = new Map<number, number>();
  while (!reader.take('trailer')) {
    const first = Number(reader.value());
    const count = Number(reader.value());
    for (let number = first; number < first + count; number += 1) {
      const offset = Number(reader.value());
      reader.value();
      if (reader.take('n')) offsets.set(number, offset);
      else if (!reader.take('f')) throw new PdfJoinError('The PDF has a broken cross-reference table.');
    }
  }
  return offsets;
}
