import { base64urlnopad } from '@scure/base';
import { sha256 } from '#sha256';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError, UnsuitableKeyError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { derOf } from '../proofs/keys/spki.ts';
import type { TrustedKey } from './trust-list.ts';

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
  readonly document: { readonly format: 'shc'; readonly keyId: string; readonly iss: string };
  /** Where the issuer publishes a card revocation list for it: its version. */
  readonly crlVersion?: number;
}

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
export function readCardKeySet(
  keySet: JsonObject,
  { iss, issuerName }: { readonly iss: string; readonly issuerName: string },
): TrustedCardKey[] {
  const { keys } = keySet;
  if (!Array.isArray(keys) || keys.length > maxKeys) throw new MalformedListError('/keys must be an array.');
  const found = keys.flatMap((jwk: JsonValue, n): TrustedCardKey[] => {
    if (!isJsonObject(jwk)) throw new MalformedListError(`/keys/${n} must be an object.`);
    // Whoever publishes it has lost it.
    if (jwk.d !== undefined) throw new MalformedListError(`/keys/${n} is a private key.`);
    const { kty, crv, use, alg, kid, crlVersion } = jwk;
    if (kty !== 'EC' || crv !== 'P-256' || use !== 'sig' || alg !== 'ES256') return [];
    const point = { x: coordinate(jwk.x, n), y: coordinate(jwk.y, n) };
    if (kid !== thumbprint(point)) throw new MalformedListError(`/keys/${n}/kid must be its thumbprint.`);
    return [
      {
        issuerName,
        issuer: iss,
        publicKey: spkiOf(point),
        document: { format: 'shc', keyId: kid as string, iss },
        ...(typeof crlVersion === 'number' ? { crlVersion } : {}),
      },
    ];
  });
  if (found.length === 0) throw new MalformedListError('No key of the set signs health cards.');
  return found;
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

function coordinate(value: JsonValue | undefined, n: number): string {
  try {
    if (typeof value === 'string' && base64urlnopad.decode(value).length === coordinateBytes) return value;
  } catch {
    // Said below.
  }
  throw new MalformedListError(`/keys/${n} must be a point of P-256.`);
}
