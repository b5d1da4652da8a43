import { MalformedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { membersOf } from '../jws/list-members.ts';
import type { StatusSource } from './status-source.ts';

/**
 * For whom a card revocation list speaks: cards of one key of one issuer. The issuer of such a {@link StatusSource}.
 *
 * @param iss URL that the cards name.
 * @param kid JWK thumbprint of the key.
 */
export const cardSigner = (iss: string, kid: string): string => `${iss}/.well-known/jwks.json#${kid}`;

/** Where a card revocation list was found, and when. */
export interface CardRevocationListOrigin {
  /** URL of the issuer: the list was at `<iss>/.well-known/crl/<kid>.json`. */
  readonly iss: string;
  readonly kid: string;
  /** RFC 3339. */
  readonly checkedAt: string;
  /** When a newer one should have been fetched, RFC 3339. */
  readonly staleAfter?: string;
  /** `crlVersion` of the key in the issuer's key set, where it has one: the list's `ctr` must be the same. */
  readonly crlVersion?: number;
}

/**
 * Opens the list of revoked cards of a key ("Revocation" of the SMART Health Cards specification). It asks for cards by
 * their `rid`; an entry that ends in a point and seconds since 1970 revokes the cards that were issued before then.
 *
 * @param list the file's JSON.
 * @throws MalformedListError for another method, another key, another version than announced, an id that is too long or
 *   not of base64url's characters, an id that stands in it twice.
 */
export function openCardRevocationList(list: JsonObject, origin: CardRevocationListOrigin): StatusSource {
  const members = membersOf(list);
  if (members.text('method') !== 'rid') throw new MalformedListError('It revokes by an unknown method.');
  if (members.text('kid') !== origin.kid) throw new MalformedListError('It is of another key.');
  const ctr = members.count('ctr');
  if (origin.crlVersion !== undefined && ctr !== origin.crlVersion) {
    throw new MalformedListError('It is of another version than the key set announces.');
  }
  const revoked = revokedBefore(ridsOf(list));
  const checkedAt = Date.parse(origin.checkedAt);
  return {
    issuer: cardSigner(origin.iss, origin.kid),
    checkedAt: origin.checkedAt,
    ...(origin.staleAfter === undefined ? {} : { staleAfter: origin.staleAfter }),
    lookUp: ({ certificateId: rid, signedAt }) => {
      // Without an id, a card cannot be revoked one by one.
      if (rid === undefined || signedAt === undefined) return { state: 'unknown' };
      const before = revoked.get(rid);
      if (before !== undefined && signedAt < before) return { state: 'revoked' };
      // It cannot speak of what was issued later.
      return { state: signedAt <= checkedAt ? 'in-force' : 'unknown' };
    },
  };
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

/** By id: until when its cards were revoked, milliseconds since 1970. */
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
