import { UnreadablePayloadError } from '../errors.ts';

/** One element of DER (ITU-T X.690): its tag, its content, and itself with tag and length. */
export interface DerElement {
  /** The identifier octet: class, constructed bit and number together. `0x30` is a SEQUENCE. */
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Tags that certificates use (X.690, section 8). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of a context-specific element, `[n]`; constructed where it holds other elements. */
export const contextTag = (number: number, constructed: boolean): number =>
  (constructed ? 0xa0 : 0x80) + number;

/**
 * Reads bytes that are one element and nothing else.
 *
 * @param tag that it must have.
 * @throws UnreadablePayloadError for anything else, for lengths that are not written in the shortest way, and for
 *   tags above 30, which certificates do not use.
 */
export function readDer(bytes: Uint8Array, tag: number): DerElement {
  const element = elementAt(bytes, 0);
  if (element.tag !== tag || element.bytes.length !== bytes.length) throw notDer();
  return element;
}

/**
 * The elements that follow each other in a content, in order.
 *
 * @throws UnreadablePayloadError where they do not fill it exactly.
 */
export function elementsOf(content: Uint8Array): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < content.length; ) {
    const element = elementAt(content, at);
    elements.push(element);
    at += element.bytes.length;
  }
  return elements;
}

/** Walks through elements that stand in a fixed order, some of which may be absent. */
export class DerSequence {
  readonly #elements: readonly DerElement[];
  #at = 0;

  constructor(content: Uint8Array) {
    this.#elements = elementsOf(content);
  }

  /** @throws UnreadablePayloadError where the next element is missing or has another tag. */
  take(tag: number): DerElement {
    const element = this.takeIf(tag);
    if (!element) throw notDer();
    return element;
  }

  takeIf(tag: number): DerElement | undefined {
    const element = this.#elements[this.#at];
    if (element?.tag !== tag) return undefined;
    this.#at += 1;
    return element;
  }

  /** Whatever comes next. @throws UnreadablePayloadError at the end. */
  takeAny(): DerElement {
    const element = this.#elements[this.#at];
    if (!element) throw notDer();
    this.#at += 1;
    return element;
  }

  /** @throws UnreadablePayloadError where something is left. */
  end(): void {
    if (this.#at !== this.#elements.length) throw notDer();
  }
}

/** An object identifier in dots: `1.2.840.10045.2.1` (X.690, section 8.19). */
export function objectIdentifierOf({ content }: DerElement): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const [n, byte] of content.entries()) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw notDer();
    if (byte >= 0x80) {
      if (n === content.length - 1) throw notDer();
      continue;
    }
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  if (arcs.length === 0) throw notDer();
  return arcs.join('.');
}

/** The bytes of a BIT STRING that is whole bytes, as signatures and keys are (X.690, section 8.6). */
export function wholeBytesOf({ content }: DerElement): Uint8Array {
  if (content[0] !== 0) throw notDer();
  return content.subarray(1);
}

/** A non-negative INTEGER as a number; undefined for one that is negative or too large. */
export function smallIntegerOf({ content }: DerElement): number | undefined {
  if (content.length === 0 || content.length > 6 || (content[0] as number) >= 0x80) return undefined;
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

/** A non-negative INTEGER of any size. */
export function bigIntegerOf({ content }: DerElement): bigint {
  if (content.length === 0 || (content[0] as number) >= 0x80) throw notDer();
  return unsignedOf(content);
}

/** Bytes as a number, the most significant first. */
export const unsignedOf = (bytes: Uint8Array): bigint =>
  bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** A text in one of the types that names use; undefined for other types (RFC 5280, section 4.1.2.4). */
export function textOf({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case tags.utf8String:
    case tags.printableString:
    case tags.ia5String:
      return new TextDecoder().decode(content);
    case tags.teletexString:
      return new TextDecoder('latin1').decode(content);
    case tags.bmpString:
      return new TextDecoder('utf-16be').decode(content);
    default:
      return undefined;
  }
}

function elementAt(bytes: Uint8Array, at: number): DerElement {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw notDer();
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    // DER: at most four bytes here, no indefinite length, none longer than needed.
    const count = first & 0x7f;
    if (count === 0 || count > 4 || start + count > bytes.length) throw notDer();
    length = 0;
    for (let n = 0; n < count; n += 1) length = length * 256 + (bytes[start + n] as number);
    if (length < 0x80 || (count > 1 && bytes[start] === 0)) throw notDer();
    start += count;
  }
  const end = start + length;
  if (end > bytes.length) throw notDer();
  return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(at, end) };
}

/** The one error of this room: it says nothing of the bytes. */
export const notDer = (): UnreadablePayloadError =>
  new UnreadablePayloadError('These bytes are no X.509 certificate in DER.');
