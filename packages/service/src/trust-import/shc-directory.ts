import { createPublicKey } from 'node:crypto';
import { MalformedListError } from '@mohar/credential/errors.ts';
import { isPlainText } from '@mohar/credential/event/text-rules.ts';
import { isCardIssuer } from '@mohar/credential/formats/smart-health-card/card-issuer.ts';
import { isJsonObject, type JsonValue } from '@mohar/credential/json.ts';
import { readCardKeys, type TrustedCardKey } from '@mohar/credential/trust/card-key-set.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { importCardLists, type ListedCardList } from './card-lists.ts';
import {
  type ImportedList,
  importEach,
  readEach,
  TrustImportError,
  UnfitEntryError,
} from './imported-list.ts';

/** An issuer of SMART Health Cards. */
export interface CardIssuer {
  /** The URL that its cards name, without a slash at its end. */
  readonly iss: string;
  /** In words. */
  readonly name: string;
}

/** What a file has of one issuer, unread: as a directory's snapshot has it. */
interface ListedIssuer {
  /** Where it stands. */
  readonly where: string;
  /** `{issuer: {iss, name}, keys, crls, lastRetrieved}`. */
  readonly info: JsonValue;
  /** When it was fetched, unless it says so itself; milliseconds since 1970. */
  readonly fetchedAt: number;
}

/** The same, read. */
interface IssuerEntry {
  readonly issuer: CardIssuer;
  /** JWKs. */
  readonly keys: readonly JsonValue[];
  /** Card revocation lists. */
  readonly lists: readonly JsonValue[];
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
}

/**
 * Reads issuers of SMART Health Cards: the snapshot of a directory with their keys and card revocation lists (VCI:
 * `{directory, issuerInfo: [{issuer, keys, crls}]}`), one issuer's key set as it publishes it
 * (`<iss>/.well-known/jwks.json`), and its card revocation lists (`<iss>/.well-known/crl/<kid>.json`), alone or beside it.
 * An issuer, a key or a list that cannot be read is left out, the others are not.
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
  const listed = texts.flatMap((text) => issuersIn(text, at, issuer));
  const issuers = await readEach(listed, nameOf, (one) => issuerEntry(one, at));
  const keySets = await readEach(issuers.found, (entry) => `${entry.issuer.iss} keys`, readingsOf);
  const keys = await importEach(
    keySets.found.flat(),
    ({ iss, kid }) => `${iss} ${kid}`,
    ({ iss, reading }) => {
      if (!reading.key) throw new UnfitEntryError(reading.why);
      return trustedKey(iss, reading.key);
    },
  );
  const lists = issuers.found.flatMap(({ issuer: { iss }, lists: found, fetchedAt }) =>
    found.map((list, n): ListedCardList => ({ iss, where: `crls/${n}`, list, fetchedAt })),
  );
  const { revocations, rejected } = await importCardLists(lists, keys.keys);
  return {
    keys: keys.keys,
    rejected: [...issuers.rejected, ...keySets.rejected, ...keys.rejected, ...rejected],
    revocations,
  };
}

function issuersIn(text: string, at: number, issuer: CardIssuer | undefined): readonly ListedIssuer[] {
  const file = parsed(text);
  if (!isJsonObject(file)) throw notADirectory('it is not a JSON object');
  const { issuerInfo, keys, rids, time, participating_issuers: names } = file;
  if (Array.isArray(issuerInfo)) {
    const fetchedAt = instantOf(time) ?? at;
    return issuerInfo.map((info: JsonValue, n) => ({ where: `issuerInfo/${n}`, info, fetchedAt }));
  }
  if (Array.isArray(keys) || Array.isArray(rids)) {
    if (!issuer)
      throw new TrustImportError(
        `It is one issuer’s ${Array.isArray(keys) ? 'key set' : 'card revocation list'}: name the issuer’s URL with --iss.`,
      );
    const { iss, name } = issuer;
    const found = Array.isArray(keys) ? { keys } : { crls: [file] };
    return [{ where: '--iss', info: { issuer: { iss, name }, ...found }, fetchedAt: at }];
  }
  throw notADirectory(
    Array.isArray(names)
      ? 'it names issuers without their keys: take the directory’s snapshot, or each issuer’s jwks.json with --iss'
      : 'it has neither issuerInfo nor keys nor rids',
  );
}

/** Where an issuer stands, and the URL that it gives itself. */
function nameOf({ where, info }: ListedIssuer): string {
  const { issuer } = isJsonObject(info) ? info : {};
  const { iss } = isJsonObject(issuer) ? issuer : {};
  return typeof iss === 'string' ? `${where} ${iss}` : where;
}

/** @throws UnfitEntryError */
function issuerEntry({ info, fetchedAt }: ListedIssuer, at: number): IssuerEntry {
  if (!isJsonObject(info)) throw new UnfitEntryError('it is not an object');
  const { issuer, keys, crls, lastRetrieved } = info;
  if (!isJsonObject(issuer)) throw new UnfitEntryError('it names no issuer');
  const { iss, name } = issuer;
  if (!isCardIssuer(iss)) throw new UnfitEntryError('its iss is not an https URL without a slash at its end');
  return {
    issuer: { iss, name: isName(name) ? name : iss },
    keys: arrayOf(keys, 'keys'),
    lists: arrayOf(crls, 'crls'),
    // Directories go on listing issuers who cannot be reached any more, with what was fetched from them last.
    fetchedAt: Math.min(at, instantOf(lastRetrieved) ?? fetchedAt),
  };
}

/** What can be shown to whoever verifies, and be kept. */
const isName = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestName && isPlainText(value);

const longestName = 200;

/** The directory could not fetch what is not there. */
function arrayOf(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new UnfitEntryError(`its ${name} are not an array`);
}

/** Milliseconds since 1970 of `2026-08-22T04:43:50Z`, or of `2026-08-22 04:43:50` as older snapshots have it (UTC). */
function instantOf(value: JsonValue | undefined): number | undefined {
  const form = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z?$/.exec(String(value));
  const time = form ? Date.parse(`${form[1]}T${form[2]}Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The readings of an issuer's keys. @throws UnfitEntryError where they are no key set. */
function readingsOf({ issuer: { iss, name }, keys }: IssuerEntry) {
  try {
    const readings = readCardKeys({ keys: keys.map(withCustomaryUse) }, { iss, issuerName: name });
    return readings.map((reading, n) => ({ iss, kid: kidOf(keys[n]) ?? `keys/${n}`, reading }));
  } catch (error) {
    if (error instanceof MalformedListError) throw new UnfitEntryError(`they do not count: ${error.message}`);
    throw error;
  }
}

/**
 * The specification demands `use` and `alg` of each key, and their values; directories have keys of issuers who leave them
 * out. They can be nothing else, while other values say that a key is for something else.
 */
const withCustomaryUse = (jwk: JsonValue): JsonValue =>
  isJsonObject(jwk) ? { use: 'sig', alg: 'ES256', ...jwk } : jwk;

function kidOf(jwk: JsonValue | undefined): string | undefined {
  const { kid } = isJsonObject(jwk) ? jwk : {};
  return typeof kid === 'string' ? kid : undefined;
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

const notADirectory = (why: string) =>
  new TrustImportError(`It is not a directory of SMART Health Card issuers: ${why}.`);
