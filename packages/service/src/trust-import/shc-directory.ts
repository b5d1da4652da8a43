import { createPublicKey } from 'node:crypto';
import { MalformedListError } from '@mohar/credential/errors.ts';
import { isCardIssuer } from '@mohar/credential/formats/smart-health-card/card-issuer.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '@mohar/credential/json.ts';
import { readCardKeys, type TrustedCardKey } from '@mohar/credential/trust/card-key-set.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { importCardLists, type ListedCardList } from './card-lists.ts';
import { type ImportedList, importEach, TrustImportError, UnfitEntryError } from './imported-list.ts';

/** An issuer of SMART Health Cards. */
export interface CardIssuer {
  /** The URL that its cards name, without a slash at its end. */
  readonly iss: string;
  /** In words. */
  readonly name: string;
}

/** What a file has of one issuer. */
interface IssuerEntry {
  readonly issuer: CardIssuer;
  /** JWKs. */
  readonly keys: readonly JsonValue[];
  /** Card revocation lists. */
  readonly lists: readonly JsonValue[];
  /** When they were fetched, milliseconds since 1970. */
  readonly fetchedAt: number;
}

/**
 * Reads issuers of SMART Health Cards: the snapshot of a directory with their keys and card revocation lists (VCI:
 * `{directory, issuerInfo: [{issuer, keys, crls}]}`), one issuer's key set as it publishes it
 * (`<iss>/.well-known/jwks.json`), and its card revocation lists (`<iss>/.well-known/crl/<kid>.json`), alone or beside it.
 *
 * @param at time of importing, milliseconds since 1970: what does not say when it was fetched counts as of then.
 * @param issuer whose key set and lists they are; a snapshot says so itself.
 * @throws TrustImportError where a file is none of these.
 */
export async function importCardIssuers(
  texts: readonly string[],
  at: number,
  issuer?: CardIssuer,
): Promise<ImportedList> {
  const entries = texts.flatMap((text) => entriesIn(text, at, issuer));
  const listed = entries.flatMap(({ issuer: owner, keys }) => keysOf(owner, keys));
  const { keys, rejected } = await importEach(
    listed,
    ({ iss, kid }) => `${iss} ${kid}`,
    ({ iss, reading }) => {
      if (!isCardIssuer(iss))
        throw new UnfitEntryError('its iss is not an https URL without a slash at its end');
      if (!reading.key) throw new UnfitEntryError(reading.why);
      return trustedKey(iss, reading.key);
    },
  );
  const lists = entries.flatMap(({ issuer: { iss }, lists: found, fetchedAt }) =>
    found.map((list): ListedCardList => ({ iss, list: objectOf(list), fetchedAt })),
  );
  const { revocations, rejected: rejectedLists } = importCardLists(lists, keys);
  return { keys, rejected: [...rejected, ...rejectedLists], revocations };
}

function entriesIn(text: string, at: number, issuer: CardIssuer | undefined): readonly IssuerEntry[] {
  const file = objectOf(parsed(text));
  const { issuerInfo, keys, rids, participating_issuers: names } = file;
  if (Array.isArray(issuerInfo)) return issuerInfo.map((info) => directoryEntry(objectOf(info), file, at));
  if (Array.isArray(keys) || Array.isArray(rids)) {
    if (!issuer)
      throw new TrustImportError(
        `It is one issuer’s ${Array.isArray(keys) ? 'key set' : 'card revocation list'}: name the issuer’s URL with --iss.`,
      );
    return [
      { issuer, fetchedAt: at, ...(Array.isArray(keys) ? { keys, lists: [] } : { keys: [], lists: [file] }) },
    ];
  }
  throw notADirectory(
    Array.isArray(names)
      ? 'it names issuers without their keys: take the directory’s snapshot, or each issuer’s jwks.json with --iss'
      : 'it has neither issuerInfo nor keys nor rids',
  );
}

function directoryEntry(
  { issuer, keys, crls, lastRetrieved }: JsonObject,
  { time }: JsonObject,
  at: number,
): IssuerEntry {
  const { iss, name } = objectOf(issuer);
  if (typeof iss !== 'string') throw notADirectory('an issuer has no iss');
  return {
    issuer: { iss, name: typeof name === 'string' && name !== '' ? name : iss },
    // The directory could not fetch what is not there.
    keys: Array.isArray(keys) ? keys : [],
    lists: Array.isArray(crls) ? crls : [],
    // Directories go on listing issuers who cannot be reached any more, with what was fetched from them last.
    fetchedAt: Math.min(at, instantOf(lastRetrieved) ?? instantOf(time) ?? at),
  };
}

/** Milliseconds since 1970 of `2026-08-22T04:43:50Z`, or of `2026-08-22 04:43:50` as older snapshots have it (UTC). */
function instantOf(value: JsonValue | undefined): number | undefined {
  const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z?$/.exec(String(value));
  const time = form ? Date.parse(`${form[1]}T${form[2]}Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function keysOf({ iss, name }: CardIssuer, keys: readonly JsonValue[]) {
  try {
    const readings = readCardKeys({ keys: [...keys] }, { iss, issuerName: name });
    return readings.map((reading, n) => ({ iss, kid: String((keys[n] as JsonObject).kid), reading }));
  } catch (error) {
    if (error instanceof MalformedListError) throw notADirectory(`a key set of ${iss} is none`);
    throw error;
  }
}

/** As it is kept: text, and named so that lists can tell it from others. */
function trustedKey(iss: string, { publicKey, ...key }: TrustedCardKey): TrustedKey {
  const der = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return {
    ...key,
    verificationMethod: `${iss}#${key.document.keyId}`,
    publicKey: der.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw notADirectory('it is not JSON');
  }
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  throw notADirectory('an object is missing');
}

const notADirectory = (why: string) =>
  new TrustImportError(`It is not a directory of SMART Health Card issuers: ${why}.`);
