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
 * Dictionaries by number: a typical certificate of each kind. A published one never changes, or what was packed
 * with it is lost: a better one is a new file with the next number.
 */
const dictionaries = new Map(
  [1, 2, 3, 4, 5, 6].map((form) => [form, readFileSync(join(import.meta.dirname, `dictionary-${form}.txt`))]),
);

/** A twentieth larger than the best, in three quarters of its time. */
const level = 3;
/** The form that is written now, by data model and kind of event. */
const forms = {
  divoc: { domestic: 1, international: 2, test: 3, other: 1 },
  vc2: { domestic: 4, international: 5, test: 6, other: 4 },
} as const;

const vc2Start = '{"@context":["https://www.w3.org/ns/credentials/v2"';

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
  const contentForm = formFor(event, credential);
  return { contentForm, content: deflateRawSync(text, { dictionary: dictionaryOf(contentForm), level }) };
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

function formFor({ kind, form }: JsonObject, credential: string): number {
  const of = credential.startsWith(vc2Start) ? forms.vc2 : forms.divoc;
  if (kind === 'test') return of.test;
  if (kind !== 'vaccination') return of.other;
  return form === 'international' ? of.international : of.domestic;
}

function dictionaryOf(form: number): Buffer {
  const dictionary = dictionaries.get(form);
  if (!dictionary)
    throw new Error(`This Mohar has no content dictionary ${form}: the certificate is of a newer one.`);
  return dictionary;
}
