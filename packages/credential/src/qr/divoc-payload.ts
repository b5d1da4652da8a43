import { zipOf } from '#zip';
import { UnreadablePayloadError } from '../errors.ts';
import { namesMemberTwice } from '../json.ts';
import { onlyZipEntry } from './only-zip-entry.ts';

/** The one entry of DIVOC's zip. */
const entryName = 'certificate.json';
/** No certificate is larger; a zip that claims more is an attack. */
const maxCertificateBytes = 256 * 1024;
/** A QR code holds 2,953 bytes; pasted payloads may be somewhat larger. */
const maxPayloadBytes = 64 * 1024;

/**
 * How the zip gets into the QR code. `text`: as DIVOC does it, the zip taken for a string of Latin-1 characters
 * that the QR library writes in UTF-8, so that each byte from 0x80 becomes two; what DIVOC's verifiers read.
 * `bytes`: the zip as it is, a third smaller; for verifiers that read bytes.
 */
export type DivocWrapping = 'text' | 'bytes';

/**
 * DIVOC's QR payload: a zip with one deflated entry, `certificate.json`.
 *
 * @param credential the signed credential's JSON text, kept to the byte.
 * @returns the bytes that the QR code carries in byte mode. The same text gives the same bytes.
 */
export function packDivocPayload(credential: string, wrapping: DivocWrapping = 'text'): Uint8Array {
  const zip = zipOf(entryName, credential);
  return wrapping === 'bytes' ? zip : asUtf8(zip);
}

/** The UTF-8 bytes of a string that has a Latin-1 character for each of the given bytes. */
function asUtf8(bytes: Uint8Array): Uint8Array {
  const utf8 = new Uint8Array(bytes.length * 2);
  let length = 0;
  for (const byte of bytes) {
    if (byte < 0x80) {
      utf8[length++] = byte;
    } else {
      utf8[length++] = 0xc0 | (byte >> 6);
      utf8[length++] = 0x80 | (byte & 0x3f);
    }
  }
  return utf8.subarray(0, length);
}

/**
 * Reads what a scanner found, in every wrapping seen in the field: DIVOC's zip as text, as raw bytes, as `B64:`
 * and base64, and plain JSON. Work and memory are bounded, whatever was read.
 *
 * @param payload the text that the scanner decoded, or the bytes of the code.
 * @returns the credential's JSON text; where it is JSON, no object in it names a member twice.
 * @throws UnreadablePayloadError where it is none of these.
 */
export function unpackDivocPayload(payload: string | Uint8Array): string {
  if (payload.length > maxPayloadBytes) throw new UnreadablePayloadError('The payload is too large.');
  const text = unwrap(payload);
  // Which of the two counts, readers do not agree on: what one verifies, another would show differently.
  if (namesMemberTwice(text)) {
    throw new UnreadablePayloadError('This is not a certificate: it names a member twice.');
  }
  return text;
}

function unwrap(payload: string | Uint8Array): string {
  if (typeof payload === 'string') return fromText(payload);
  const text = utf8(payload);
  if (text === undefined) return unzip(payload);
  try {
    return fromText(text);
  } catch (error) {
    // Raw zip bytes can be UTF-8 by chance.
    if (startsLikeZip(payload)) return unzip(payload);
    throw error;
  }
}

function fromText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return trimmed;
  if (trimmed.startsWith('B64:')) return unzip(base64(trimmed.slice(4)));
  if (!text.startsWith('PK')) throw new UnreadablePayloadError('This is not a certificate.');
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0xff) throw new UnreadablePayloadError('The code was read in the wrong character set.');
    bytes[i] = code;
  }
  return unzip(bytes);
}

const startsLikeZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

function unzip(bytes: Uint8Array): string {
  const text = utf8(onlyZipEntry(bytes, entryName, maxCertificateBytes));
  if (text === undefined) throw new UnreadablePayloadError('This is not a certificate: it is not in UTF-8.');
  return text;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function base64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new UnreadablePayloadError('This is not a certificate: its base64 is broken.');
  }
}
