import { type CborKey, type CborValue, decodeCbor, encodeCbor, memberOf } from '../cose/cbor.ts';
import { readSign1, type Sign1, signSign1 } from '../cose/sign1.ts';
import { UnreadablePayloadError, UnsuitableKeyError } from '../errors.ts';
import type { DocumentSigner } from '../formats/document-signer.ts';
import { fromBase45 } from './base45.ts';
import { isHc1, packHc1, unpackHc1 } from './hc1.ts';

/** CWT claims of health certificates (HCERT 1.1, section 3.3; RFC 8392). */
const claim = { issuer: 1, expiresAt: 4, issuedAt: 6, id: 7, hcert: -260 } as const;

/** What an HCERT consists of, from the outside in. */
export type HcertLayer = 'HC1' | 'base45' | 'zlib' | 'COSE' | 'CBOR';

/** A layer of an HCERT cannot be read. */
export class BrokenLayerError extends UnreadablePayloadError {
  readonly layer: HcertLayer;
  constructor(layer: HcertLayer) {
    super(`The ${layer} layer of the health certificate cannot be read.`);
    this.layer = layer;
  }
}

/** An HCERT, taken apart; nothing of it is verified yet. */
export interface Hcert {
  readonly sign1: Sign1;
  /** All claims, for those who write the content among them. */
  readonly claims: CborValue;
  /** What the claim −260 holds: contents by their numbers; empty where it is absent. */
  readonly subclaims: ReadonlyMap<CborKey, CborValue>;
  /** ISO 3166-1 alpha-2, as a rule. */
  readonly issuer: string | undefined;
  /** Milliseconds since 1970; undefined where it is absent. */
  readonly issuedAt: number | 'unreadable' | undefined;
  /** Milliseconds since 1970; undefined where it is absent. */
  readonly expiresAt: number | 'unreadable' | undefined;
  /** The claim `cti`. */
  readonly id: Uint8Array | undefined;
}

/**
 * Signs content as an HCERT (HCERT 1.1): CWT claims in a COSE_Sign1, zlib, base45, `HC1:`.
 *
 * @param subclaim its number within the claim −260: 1 for EU DCC, 3 and 4 for DDCC.
 * @param validity times in milliseconds since 1970, written in whole seconds; `issuer` ISO 3166-1 alpha-2. No
 *   certificate ends after its key: of `expiresAt` and the signer's `certificateUntil` the earlier one counts. `id` is the
 *   claim `cti`, for content without a place for the certificate's id.
 * @returns the text of the QR code, all of it in the alphanumeric mode's alphabet.
 * @throws UnsuitableKeyError where the key ends before the certificate is issued.
 */
export async function signHcert(
  subclaim: number,
  content: CborValue,
  signer: DocumentSigner,
  validity: {
    readonly issuer: string;
    readonly issuedAt: number;
    readonly expiresAt: number;
    readonly id?: Uint8Array;
  },
): Promise<string> {
  const { issuer, issuedAt } = validity;
  if (signer.certificateUntil <= issuedAt) throw new UnsuitableKeyError('The key that would sign has ended.');
  const expiresAt = Math.min(validity.expiresAt, signer.certificateUntil);
  const claims = new Map<CborKey, CborValue>([
    [claim.issuer, issuer],
    [claim.expiresAt, Math.floor(expiresAt / 1000)],
    [claim.issuedAt, Math.floor(issuedAt / 1000)],
    ...(validity.id ? ([[claim.id, validity.id]] as const) : []),
    [claim.hcert, new Map([[subclaim, content]])],
  ]);
  const { algorithm, keyId } = signer;
  const cose = await signSign1(encodeCbor(claims), { algorithm, keyId: bytesOfKeyId(keyId) }, (bytes) =>
    signer.sign(bytes),
  );
  return packHc1(cose);
}

/**
 * Takes an HCERT apart. Work and memory are bounded, whatever is given.
 *
 * @throws BrokenLayerError with the outermost layer that cannot be read.
 */
export function readHcert(text: string): Hcert {
  const cose = read(
    () => (isBase45(text) ? 'zlib' : isHc1(text) ? 'base45' : 'HC1'),
    () => unpackHc1(text),
  );
  const sign1 = read(
    () => 'COSE',
    () => readSign1(cose),
  );
  const claims = read(
    () => 'CBOR',
    () => decodeCbor(sign1.payload),
  );
  if (!(claims instanceof Map)) throw new BrokenLayerError('CBOR');
  const hcert = memberOf(claims, claim.hcert);
  const issuer = memberOf(claims, claim.issuer);
  const id = memberOf(claims, claim.id);
  return {
    sign1,
    claims,
    subclaims: hcert instanceof Map ? hcert : new Map(),
    issuer: typeof issuer === 'string' ? issuer : undefined,
    issuedAt: milliseconds(memberOf(claims, claim.issuedAt)),
    expiresAt: milliseconds(memberOf(claims, claim.expiresAt)),
    id: id instanceof Uint8Array ? id : undefined,
  };
}

/** A key id as trust lists have it: base64. */
export const keyIdOfBytes = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const bytesOfKeyId = (keyId: string): Uint8Array =>
  Uint8Array.from(atob(keyId), (character) => character.charCodeAt(0));

/** NumericDate (RFC 8392, section 2): seconds, with a fraction or without. */
function milliseconds(date: CborValue): number | 'unreadable' | undefined {
  if (date === undefined) return undefined;
  const time = (typeof date === 'bigint' ? Number(date) : date) as number;
  return typeof time === 'number' && Math.abs(time) <= maxSeconds ? time * 1000 : 'unreadable';
}

/** What a `Date` can say. */
const maxSeconds = 8.64e12;

/** Of more than a QR code holds, the beginning tells. */
function isBase45(text: string): boolean {
  try {
    fromBase45(text.slice('HC1:'.length, maxCharacters));
    return isHc1(text);
  } catch {
    return false;
  }
}

/** After the prefix, a multiple of base45's three. */
const maxCharacters = 'HC1:'.length + 6_000;

function read<Content>(layer: () => HcertLayer, from: () => Content): Content {
  try {
    return from();
  } catch (error) {
    if (error instanceof UnreadablePayloadError) throw new BrokenLayerError(layer());
    throw error;
  }
}
