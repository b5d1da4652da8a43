import { deflateSync, inflateSync } from 'node:zlib';
import { Tagged } from 'cborg';
import { fromBase45, toBase45 } from '../../../../src/hcert/base45.ts';
import { type Cbor, readCbor, writeCbor } from './cbor-text.ts';

/** An HCERT, taken apart, to be put together in other ways. */
export interface HcertParts {
  readonly tags: readonly number[];
  readonly protectedHeader: Uint8Array;
  readonly unprotected: Cbor;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** The bytes of the COSE message. */
export const coseOf = (text: string): Uint8Array => inflateSync(fromBase45(text.slice('HC1:'.length)));

export function partsOfHcert(text: string): HcertParts {
  const tags: number[] = [];
  let value = readCbor(coseOf(text));
  while (value instanceof Tagged) {
    tags.push(value.tag);
    value = value.value as Cbor;
  }
  const [protectedHeader, unprotected, payload, signature] = value as [
    Uint8Array,
    Cbor,
    Uint8Array,
    Uint8Array,
  ];
  return { tags, protectedHeader, unprotected, payload, signature };
}

/** The text of packed bytes. */
export const hc1OfPacked = (packed: Uint8Array): string => `HC1:${toBase45(packed)}`;
/** The text of a COSE message's bytes. */
export const hc1OfCose = (cose: Uint8Array): string => hc1OfPacked(deflateSync(cose, { level: 1 }));

/** Puts a COSE message together; `tags` from the outside in. */
export const withTags = (tags: readonly number[], value: Cbor): Cbor =>
  tags.reduceRight((inner, tag) => new Tagged(tag, inner), value);

/** The text of parts. */
export const hc1OfParts = ({ tags, protectedHeader, unprotected, payload, signature }: HcertParts): string =>
  hc1OfCose(writeCbor(withTags(tags, [protectedHeader, unprotected, payload, signature])));
