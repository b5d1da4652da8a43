import { createHash } from 'node:crypto';
import type { PdfObject } from './read-pdf.ts';
import { isArray, isDictionary, PdfRef, type PdfValue, writtenValue } from './values.ts';

const refers = (value: PdfValue): boolean =>
  value instanceof PdfRef ||
  (isArray(value) && value.some(refers)) ||
  (isDictionary(value) && [...value.values()].some(refers));

/**
 * Streams that several parts have, such as colour profiles and the fonts of words that stand on each: written once.
 */
export class SharedStreams {
  readonly #written = new Map<string, number>();

  /** What a stream is known by; undefined where it belongs to its part alone. */
  keyOf({ value, stream }: PdfObject): string | undefined {
    if (
      !stream ||
      !isDictionary(value) ||
      value.has('/StructParents') ||
      value.get('/Type') === '/EmbeddedFile' ||
      refers(value)
    ) {
      return undefined;
    }
    return createHash('sha256').update(writtenValue(value)).update(stream).digest('latin1');
  }

  /** The number under which it was written. */
  find(key: string): number | undefined {
    return this.#written.get(key);
  }

  add(key: string, number: number): void {
    this.#written.set(key, number);
  }
}
