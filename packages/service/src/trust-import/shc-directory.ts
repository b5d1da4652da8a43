import { createPublicKey } from 'node:crypto';
import { cardKeyId } from '@mohar/credential/trust/card-key-set.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { type ImportedList, importEach, TrustImportError, UnfitEntryError } from './imported-list.ts';

/** An issuer of SMART Health Cards. */
export interface CardIssuer {
  /** The URL that its cards name, without a slash at its end. */
  readonly iss: string;
  /** In words. */
  readonly name: string;
}

interface ListedKey {
  readonly issuer: CardIssuer;
  readonly jwk: Readonly<Record<string, unknown>>;
}

/**
 * Reads issuers of SMART Health Cards: the snapshot of a directory with their keys (VCI: `{directory, issuerInfo: [{issuer,
 * keys}]}`), or one issuer's key set as it publishes it (`<iss>/.well-known/jwks.json`, RFC 7517).
 *
 * @param issuer whose key set it is; a snapshot says so itself.
 * @throws TrustImportError where it is neither.
 */
export async function importCardIssuers(text: string, issuer?: CardIssuer): Promise<ImportedList> {
  return importEach(
    keysIn(text, issuer),
    ({ issuer: { iss }, jwk }) => `${iss} ${String(jwk.kid)}`,
    trustedKey,
  );
}

function keysIn(text: string, issuer: CardIssuer | undefined): readonly ListedKey[] {
  const { issuerInfo, keys, participating_issuers: names } = objectOf(parsed(text));
  if (Array.isArray(issuerInfo)) {
    return issuerInfo.flatMap((info: unknown) => {
      const { issuer: listed, keys: listedKeys } = objectOf(info);
      const { iss, name } = objectOf(listed);
      if (typeof iss !== 'string') throw notADirectory('an issuer has no iss');
      // The directory could not fetch them.
      if (!Array.isArray(listedKeys)) return [];
      const owner = { iss, name: typeof name === 'string' && name !== '' ? name : iss };
      return listedKeys.map((jwk: unknown) => ({ issuer: owner, jwk: objectOf(jwk) }));
    });
  }
  if (Array.isArray(keys)) {
    if (!issuer) throw new TrustImportError('It is one issuer’s key set: name the issuer’s URL with --iss.');
    return keys.map((jwk: unknown) => ({ issuer, jwk: objectOf(jwk) }));
  }
  throw notADirectory(
    Array.isArray(names)
      ? 'it names issuers without their keys: take the directory’s snapshot, or each issuer’s jwks.json with --iss'
      : 'it has neither issuerInfo nor keys',
  );
}

function trustedKey({ issuer: { iss, name }, jwk }: ListedKey): TrustedKey {
  // An iss is also how programs tell issuers apart: it must not pass for a DID or a country.
  if (!/^https:\/\/[^/\s?#]+(\/[^\s?#]*[^/\s?#])?$/.test(iss))
    throw new UnfitEntryError('its iss is not an https URL without a slash at its end');
  if ('d' in jwk) throw new UnfitEntryError('it has its private half with it: anybody may sign with it');
  const { kty, crv, x, y, kid } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string')
    throw new UnfitEntryError('it is not a P-256 key');
  if ((jwk.use ?? 'sig') !== 'sig' || (jwk.alg ?? 'ES256') !== 'ES256')
    throw new UnfitEntryError('it is not for signatures with ES256');
  const publicKey = pemOf({ kty, crv, x, y });
  if (typeof kid !== 'string' || kid !== cardKeyId(publicKey))
    throw new UnfitEntryError('its kid is not its thumbprint (RFC 7638)');
  return {
    issuer: iss,
    issuerName: name,
    verificationMethod: `${iss}#${kid}`,
    publicKey,
    document: { format: 'shc', keyId: kid, iss },
  };
}

function pemOf(jwk: { kty: string; crv: string; x: string; y: string }): string {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw new UnfitEntryError('its coordinates are no point of the curve');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notADirectory('it is not JSON');
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw notADirectory('an object is missing');
}

const notADirectory = (why: string) =>
  new TrustImportError(`It is not a directory of SMART Health Card issuers: ${why}.`);
