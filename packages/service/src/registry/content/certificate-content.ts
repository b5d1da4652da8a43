import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { JsonObject } from '@mohar/credential/json.ts';

/** How the registry keeps an event and its credential: the columns `content_form` and `content`. */
export interface PackedContent {
  /** 0: as it is. n > 0: raw deflate (RFC 1951) with dictionary n. */
  readonly contentForm: number;
  readonly content: Buffer;
}

/**
 * Dictionaries by number. A published one never changes, or what was packed with it is lost: a better one is a
 * new file with the next number.
 */
const dictionaries = new Map([[1, readFileSync(join(import.meta.dirname, 'dictionary-1.txt'))]]);
const current = 1;

/** No certificate is larger: unpacking stops there. */
const maxBytes = 1_000_000;

/**
 * Packs the event and the credential of a certificate. They say nearly the same, and most of it is what every
 * certificate says: together, with a dictionary, they take a sixth of their room.
 *
 * @param credential JSON text; it comes back byte for byte.
 */
export function packContent(event: JsonObject, credential: string): PackedContent {
  const text = `${JSON.stringify(event)}\n${credential}`;
  return { contentForm: current, content: deflateRawSync(text, { dictionary: dictionaryOf(current) }) };
}

/** Unpacks what {@link packContent} packed, with whatever dictionary. */
export function unpackContent({ contentForm, content }: PackedContent): {
  event: JsonObject;
  /** UTF-8 bytes of the credential's JSON text, exactly as signed. */
  credential: Buffer;
} {
  const bytes =
    contentForm === 0
      ? content
      : inflateRawSync(content, { dictionary: dictionaryOf(contentForm), maxOutputLength: maxBytes });
  // JSON.stringify writes no line feed: the first one is the border.
  const border = bytes.indexOf(0x0a);
  return {
    event: JSON.parse(bytes.toString('utf8', 0, border)) as JsonObject,
    credential: bytes.subarray(border + 1),
  };
}

function dictionaryOf(form: number): Buffer {
  const dictionary = dictionaries.get(form);
  if (!dictionary)
    throw new Error(`This Mohar has no content dictionary ${form}: the certificate is of a newer one.`);
  return dictionary;
}
