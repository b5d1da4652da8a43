import { base64urlnopad } from '@scure/base';
import { sha256 } from '#sha256';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError, UnsuitableKeyError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { derOf } from '../proofs/keys/spki.ts';
import { cardListVersion } from '../status/card-list-version.ts';
import type { DocumentUse, TrustedKey } from './trust-list.ts';

/** A key that signs health cards, to be published. */
export interface PublishedCardKey {
  /** PEM (`BEGIN PUBLIC KEY`) or DER SubjectPublicKeyInfo of a P-256 key. */
  readonly publicKey: string | Uint8Array;
  /** The chain of its certificate, base64 of DER, its own first; optional in the specification. */
  readonly x5c?: readonly string[];
  /** `ctr` of its card revocation list, where there is one. */
  readonly crlVersion?: number;
}

/** A key of another issuer's key set. */
export interface TrustedCardKey extends TrustedKey {
  readonly publicKey: Uint8Array;
  readonly document: Extract<DocumentUse, { format: 'shc' }>;
}

/** Whose key set it is. */
export interface CardKeySetOwner {
  readonly iss: string;
  /** In words. */
  readonly issuerName: string;
}

/** A key of a key set that signs health cards, or why it does not. */
export type CardKeyReading =
  | { readonly key: TrustedCardKey }
  | {
      readonly key?: never;
      /** Completes a sentence about the key. */
      readonly why: string;
      /** It may be a good key of something else: nothing is wrong with the set. */
      readonly isForOthers: boolean;
    };

/**
 * Writes the key set of an issuer of health cards, for `<iss>/.well-known/jwks.json` ("Determining keys associated with an
 * issuer"). Its reader is {@link readCardKeySet}.
 *
 * @throws UnsuitableKeyError for a key that is not of P-256.
 */
export const cardKeySet = (keys: readonly PublishedCardKey[]): JsonObject => ({
  keys: keys.map(({ publicKey, x5c, crlVersion }) => {
    const point = pointOf(publicKey);
    return {
      kty: 'EC',
      kid: thumbprint(point),
      use: 'sig',
      alg: 'ES256',
      crv: 'P-256',
      ...point,
      ...(x5c === undefined ? {} : { x5c }),
      ...(crlVersion === undefined ? {} : { crlVersion }),
    };
  }),
});

/**
 * How health cards name a key: its JWK thumbprint (RFC 7638, SHA-256), base64url.
 *
 * @throws UnsuitableKeyError for a key that is not of P-256.
 */
export const cardKeyId = (publicKey: string | Uint8Array): string => thumbprint(pointOf(publicKey));

/**
 * Reads the key set of an issuer of health cards. Keys for other uses, of other kinds and for other algorithms are passed
 * over. The certificate chain of a key (`x5c`) is not judged: that the set was found at the issuer's URL is what binds it.
 *
 * @param keySet the file's JSON.
 * @throws MalformedListError where a private key stands in it, a key's id is not its thumbprint, or no key is of use.
 */
export function readCardKeySet(keySet: JsonObject, owner: CardKeySetOwner): TrustedCardKey[] {
  const found = readCardKeys(keySet, owner).flatMap((reading, n): TrustedCardKey[] => {
    if (reading.key) return [reading.key];
    if (reading.isForOthers) return [];
    throw new MalformedListError(`/keys/${n} does not count: ${reading.why}.`);
  });
  if (found.length === 0) throw new MalformedListError('No key of the set signs health cards.');
  return found;
}

/**
 * Reads the keys of a key set one by one, for whoever wants the good ones of a set with bad ones.
 *
 * @returns in the order of the set.
 * @throws MalformedListError where it is no key set, or has more than a thousand keys.
 */
export function readCardKeys({ keys }: JsonObject, owner: CardKeySetOwner): CardKeyReading[] {
  if (!Array.isArray(keys)) throw new MalformedListError('/keys must be an array.');
  if (keys.length > maxKeys) throw new MalformedListError(`/keys must be at most ${maxKeys} keys.`);
  return keys.map((jwk: JsonValue) => readCardKey(jwk, owner));
}

function readCardKey(jwk: JsonValue, { iss, issuerName }: CardKeySetOwner): CardKeyReading {
  const unfit = (why: string, isForOthers = false): CardKeyReading => ({ why, isForOthers });
  if (!isJsonObject(jwk)) return unfit('it is not an object');
  const { kty, crv, use, alg, kid, d } = jwk;
  if (d !== undefined) return unfit('it has its private half with it: anybody may sign with it');
  if (kty !== 'EC' || crv !== 'P-256') return unfit('it is not a P-256 key', true);
  if (use !== 'sig' || alg !== 'ES256') return unfit('it is not for signatures with ES256', true);
  const point = { x: coordinate(jwk.x), y: coordinate(jwk.y) };
  if (!isOnCurve(point)) return unfit('its coordinates are no point of the curve');
  if (kid !== thumbprint(point)) return unfit('its kid is not its thumbprint (RFC 7638)');
  const crlVersion = cardListVersion(jwk.crlVersion);
  return {
    key: {
      issuerName,
      issuer: iss,
      publicKey: spkiOf(point),
      document: { format: 'shc', keyId: kid, iss, ...(crlVersion === undefined ? {} : { crlVersion }) },
    },
  };
}

/** Members of a P-256 key as JWK (RFC 7518, section 6.2.1): 32 bytes each, base64url. */
interface Point {
  readonly x: string;
  readonly y: string;
}

/** SubjectPublicKeyInfo of P-256 up to the coordinates: the algorithm, and that the point is not compressed. */
const spkiHead = Uint8Array.from(
  '3059301306072a8648ce3d020106082a8648ce3d03010703420004'.match(/../g) ?? [],
  (byte) => Number.parseInt(byte, 16),
);
const coordinateBytes = 32;
const maxKeys = 1_000;

function pointOf(publicKey: string | Uint8Array): Point {
  const der = derOf(publicKey);
  const isP256 =
    der.length === spkiHead.length + 2 * coordinateBytes && spkiHead.every((byte, n) => der[n] === byte);
  if (!isP256) throw new UnsuitableKeyError('Health cards are signed by keys of P-256.');
  const y = spkiHead.length + coordinateBytes;
  return { x: toBase64Url(der.slice(spkiHead.length, y)), y: toBase64Url(der.slice(y)) };
}

function spkiOf({ x, y }: Point): Uint8Array {
  return Uint8Array.from([...spkiHead, ...base64urlnopad.decode(x), ...base64urlnopad.decode(y)]);
}

const thumbprint = ({ x, y }: Point): string =>
  toBase64Url(sha256(new TextEncoder().encode(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))));

/** Empty where it is no coordinate. */
function coordinate(value: JsonValue | undefined): string {
  try {
    if (typeof value === 'string' && base64urlnopad.decode(value).length === coordinateBytes) return value;
  } catch {
    // Said below.
  }
  return '';
}

/** Parameters of P-256 (SEC 2, section 2.4.2): y² = x³ − 3x + b modulo p. */
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

function isOnCurve(point: Point): boolean {
  if (point.x === '' || point.y === '') return false;
  const [x, y] = [numberOf(point.x), numberOf(point.y)];
  return x < p && y < p && (y * y - (x * x * x - 3n * x + b)) % p === 0n;
}

const numberOf = (coordinate: string): bigint =>
  base64urlnopad.decode(coordinate).reduce((number, byte) => number * 256n + BigInt(byte), 0n);
