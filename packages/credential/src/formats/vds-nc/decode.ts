import { base64urlnopad } from '@scure/base';
import { canonicalJson } from '../../canonical-json.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue, namesMemberTwice } from '../../json.ts';
import { type Certificate, readCertificate } from '../../x509/read-certificate.ts';
import type { HashName } from '../../x509/signatures.ts';

/** A VDS-NC, taken apart; nothing of it is verified. */
export interface DecodedVdsNc {
  /** What is signed, with every member that came. */
  readonly data: JsonObject;
  /** UTF-8 of the JCS form of `data`. */
  readonly signedBytes: Uint8Array;
  readonly hash: HashName;
  /** The signer's, as the document carries it. */
  readonly certificate: Certificate;
  /** r‖s. */
  readonly signature: Uint8Array;
}

/** The parts that can be damaged each by itself. */
export type VdsNcLayer = 'JSON' | 'certificate' | 'signature';

/** A text is no VDS-NC, or one with a damaged layer. */
export class BrokenVdsNcError extends UnreadablePayloadError {
  readonly layer: VdsNcLayer;
  constructor(layer: VdsNcLayer) {
    super(`This is no VDS-NC that can be read: its ${layer} is broken.`);
    this.layer = layer;
  }
}

/** A QR code holds 2,953 bytes; the rest is for JSON that somebody has indented. */
const maxCharacters = 16 * 1024;
/** A document is six levels deep. */
const maxDepth = 16;

/** JOSE names of the algorithms (VDS-NC 1.1). The curve is that of the certificate's key. */
const hashes: Readonly<Record<string, HashName>> = {
  ES256: 'SHA-256',
  ES384: 'SHA-384',
  ES512: 'SHA-512',
};

/**
 * Takes the text of a code apart. White space and the order of members are free, and base64url may be padded; every
 * member stands once, and beside what is signed there is nothing but the signature's three members.
 *
 * @throws BrokenVdsNcError (an UnreadablePayloadError) that names the layer.
 */
export function decodeVdsNc(text: string): DecodedVdsNc {
  const { data, sig } = membersOf(text);
  if (!isJsonObject(data) || !isJsonObject(sig) || !isShallow(data)) throw new BrokenVdsNcError('JSON');
  const { alg, cer, sigvl, ...more } = sig;
  const hash = typeof alg === 'string' && Object.hasOwn(hashes, alg) ? hashes[alg] : undefined;
  if (!hash || Object.keys(more).length > 0) throw new BrokenVdsNcError('signature');
  return {
    data,
    hash,
    signedBytes: attempt('JSON', () => new TextEncoder().encode(canonicalJson(data))),
    certificate: attempt('certificate', () => readCertificate(bytesOf(cer))),
    signature: attempt('signature', () => bytesOf(sigvl)),
  };
}

function membersOf(text: string): JsonObject {
  if (text.length > maxCharacters) throw new BrokenVdsNcError('JSON');
  const document = attempt('JSON', (): unknown => JSON.parse(text));
  if (!isJsonObject(document) || namesMemberTwice(text)) throw new BrokenVdsNcError('JSON');
  if (Object.keys(document).some((name) => name !== 'data' && name !== 'sig')) {
    throw new BrokenVdsNcError('JSON');
  }
  return document;
}

/** Walks with a list of its own: what is deep would exhaust the stack of whoever calls itself. */
function isShallow(data: JsonObject): boolean {
  let level: JsonValue[] = [data];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return false;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return true;
}

/** Base64url with or without its padding; signers in the field write both. */
function bytesOf(text: JsonValue | undefined): Uint8Array {
  if (typeof text !== 'string') throw new TypeError('not a text');
  return base64urlnopad.decode(text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text);
}

function attempt<Result>(layer: VdsNcLayer, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new BrokenVdsNcError(layer);
  }
}
