import { base64urlnopad } from '@scure/base';
import { inflateRaw } from '../../deflate/inflate.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { isJsonObject, type JsonObject, namesMemberTwice } from '../../json.ts';
import { charactersOf, codePrefix } from './code-text.ts';

/** A card as it was read; nothing of it is verified. */
export interface DecodedHealthCard {
  /** The card as compact JWS. */
  readonly jws: string;
  /** How it names its key: `kid` of its header. */
  readonly keyId: string;
  readonly payload: JsonObject;
  /** What is signed. */
  readonly signingInput: Uint8Array;
  /** As it is written: 64 bytes where it is r‖s. */
  readonly signature: Uint8Array;
}

/** A text is of a health card, but one of its layers cannot be read. */
export class BrokenHealthCardError extends UnreadablePayloadError {
  readonly layer: string;
  constructor(layer: string) {
    super(`This health card is damaged: its ${layer} layer cannot be read.`);
    this.layer = layer;
  }
}

/** Characters of all codes of a card, or of a file of several. */
const maxCharacters = 128 * 1024;
/** Bytes of a card's JSON. */
const maxPayloadBytes = 256 * 1024;

/**
 * Reads a card in every form it goes about in: the text of its QR code; the texts of several codes, in any order
 * ("Chunking", deprecated); the compact JWS; the `.smart-health-card` file, of which the first card is read. Work and
 * memory are bounded, whatever is given.
 *
 * @param text of several codes, a list, or one text with spaces or line ends between them.
 * @throws UnreadablePayloadError where it is none of these; {@link BrokenHealthCardError} where it is damaged, or not
 *   all of its codes are there.
 */
export function decodeHealthCard(text: string | readonly string[]): DecodedHealthCard {
  const joined = typeof text === 'string' ? text : text.join('\n');
  if (joined.length > maxCharacters) throw new UnreadablePayloadError('The payload is too large.');
  return readJws(jwsIn(joined.trim()));
}

function jwsIn(text: string): string {
  if (text.startsWith(codePrefix)) return jwsOfCodes(text.split(/\s+/));
  if (text.startsWith('{')) return jwsOfFile(text);
  return text;
}

/** Each code says which of how many it is, but for a card of one code: `shc:/2/3/…`. */
function jwsOfCodes(codes: readonly string[]): string {
  const parts: string[] = [];
  let count: number | undefined;
  for (const code of new Set(codes)) {
    const match = /^shc:\/(?:([1-9]\d?)\/([1-9]\d?)\/)?(\d+)$/.exec(code);
    const [number, total] = match?.[1] === undefined ? [1, 1] : [Number(match[1]), Number(match[2])];
    const part = match?.[3] === undefined ? undefined : charactersOf(match[3]);
    const isAnother = number > total || (count ?? total) !== total || parts[number - 1] !== undefined;
    if (part === undefined || isAnother) throw new BrokenHealthCardError('QR');
    count = total;
    parts[number - 1] = part;
  }
  for (let n = 0; n < (count ?? 0); n += 1) {
    if (parts[n] === undefined) throw new BrokenHealthCardError(`QR (code ${n + 1} of ${count} is missing)`);
  }
  return parts.join('');
}

function jwsOfFile(text: string): string {
  const jws = jsonObject(text, 'file').verifiableCredential;
  if (!Array.isArray(jws) || typeof jws[0] !== 'string') throw new BrokenHealthCardError('file');
  return jws[0].trim();
}

function readJws(jws: string): DecodedHealthCard {
  const match = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(jws);
  if (!match?.[1] || !match[2] || !match[3]) throw new BrokenHealthCardError('JWS');
  const { alg, zip, kid, crit } = jsonObject(textOf(bytesOf(match[1]), 'JWS header'), 'JWS header');
  if (alg !== 'ES256' || zip !== 'DEF' || typeof kid !== 'string' || crit !== undefined) {
    throw new BrokenHealthCardError('JWS header');
  }
  return {
    jws,
    keyId: kid,
    payload: jsonObject(textOf(inflated(bytesOf(match[2])), 'JSON'), 'JSON'),
    signingInput: new TextEncoder().encode(`${match[1]}.${match[2]}`),
    signature: bytesOf(match[3]),
  };
}

function bytesOf(part: string): Uint8Array {
  try {
    return base64urlnopad.decode(part);
  } catch {
    throw new BrokenHealthCardError('JWS');
  }
}

function inflated(packed: Uint8Array): Uint8Array {
  try {
    return inflateRaw(packed, maxPayloadBytes);
  } catch {
    throw new BrokenHealthCardError('DEFLATE');
  }
}

function textOf(bytes: Uint8Array, layer: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BrokenHealthCardError(layer);
  }
}

/** Of a member that is named twice, readers do not agree on which counts. */
function jsonObject(text: string, layer: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value) && !namesMemberTwice(text)) return value;
  } catch {
    // Said below.
  }
  throw new BrokenHealthCardError(layer);
}
