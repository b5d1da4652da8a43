import { MalformedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { membersOf } from '../jws/list-members.ts';
import { cardListVersion } from './card-list-version.ts';
import { type CardListOrigin, cardStatusSource } from './card-status-source.ts';
import type { StatusSource } from './status-source.ts';

/** Where a card revocation list was found, and when. */
export interface CardRevocationListOrigin extends Omit<CardListOrigin, 'version' | 'announced'> {
  /** `crlVersion` of the key in the issuer's key set, where it has one: the list's `ctr` must be the same. */
  readonly crlVersion?: number;
}

/**
 * Opens the list of revoked cards of a key ("Revocation" of the SMART Health Cards specification). It asks for cards by
 * their `rid`; an entry that ends in a point and seconds since 1970 revokes the cards that were issued before then.
 *
 * @param list the file's JSON.
 * @throws MalformedListError for what {@link readCardRevocationList} refuses, another key, another version than announced.
 */
export function openCardRevocationList(
  list: JsonObject,
  { crlVersion, ...origin }: CardRevocationListOrigin,
): StatusSource {
  const { kid, version, revokedBefore } = readCardRevocationList(list);
  if (kid !== origin.kid) throw new MalformedListError('It is of another key.');
  if (crlVersion !== undefined && version !== crlVersion) {
    throw new MalformedListError('It is of another version than the key set announces.');
  }
  return cardStatusSource({ ...origin, version }, (rid) => revokedBefore.get(rid));
}

/** What a card revocation list says. */
export interface ReadCardRevocationList {
  readonly kid: string;
  /** Its `ctr`. */
  readonly version: number;
  /** By id: until when its cards were revoked, milliseconds since 1970; Infinity: all of them. */
  readonly revokedBefore: ReadonlyMap<string, number>;
}

/**
 * Reads the list of revoked cards of a key.
 *
 * @param list the file's JSON.
 * @throws MalformedListError for another method, an id that is too long or not of base64url's characters, an id that stands
 *   in it twice.
 */
export function readCardRevocationList(list: JsonObject): ReadCardRevocationList {
  const members = membersOf(list);
  if (members.text('method') !== 'rid') throw new MalformedListError('It revokes by an unknown method.');
  const version = cardListVersion(list.ctr);
  if (version === undefined) throw new MalformedListError('/ctr must be a whole number.');
  return { kid: members.text('kid'), version, revokedBefore: revokedBefore(ridsOf(list)) };
}

/** What is published of revoked cards of one key. */
export interface RevokedCards {
  readonly kid: string;
  /** Counts the versions of the list; the key's `crlVersion` in the key set. */
  readonly ctr: number;
  /** Revocation ids, each at most 24 characters of base64url's. */
  readonly rids: readonly string[];
}

/**
 * Writes the list of revoked cards of a key, for `<iss>/.well-known/crl/<kid>.json`. Its reader is
 * {@link openCardRevocationList}.
 *
 * @throws RangeError for an id that cannot stand in it; the caller made it.
 */
export function cardRevocationList({ kid, ctr, rids }: RevokedCards): JsonObject {
  if (!rids.every((rid) => entryForm.test(rid))) throw new RangeError('A revocation id has another form.');
  return { kid, method: 'rid', ctr, rids: [...new Set(rids)] };
}

const entryForm = /^[\w-]{1,24}(?:\.\d{1,12})?$/;

function ridsOf({ rids }: JsonObject): readonly string[] {
  if (Array.isArray(rids) && rids.every((rid) => typeof rid === 'string')) return rids;
  throw new MalformedListError('/rids must be an array of texts.');
}

function revokedBefore(rids: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const entry of rids) {
    const [rid, seconds] = entry.split('.') as [string, string?];
    if (!entryForm.test(entry) || found.has(rid)) {
      throw new MalformedListError('/rids must be revocation ids, each once.');
    }
    found.set(rid, seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1000);
  }
  return found;
}
