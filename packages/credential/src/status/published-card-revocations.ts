import { sha256 } from '#sha256';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { readCompactJws, signCompactJws } from '../jws/compact-jws.ts';
import { membersOf } from '../jws/list-members.ts';
import type { Signer } from '../proofs/signer.ts';
import type { TrustList } from '../trust/trust-list.ts';
import { type CardListOrigin, cardStatusSource } from './card-status-source.ts';
import { openPackedRids } from './packed-rids.ts';
import type { StatusSource } from './status-source.ts';

/** Its media type: `application/mohar-card-revocations+jws`. */
export const cardRevocationsType = 'mohar-card-revocations+jws';

/** A list of another issuer, whose ids are in a file of its own. */
export interface PublishedCardList extends CardListOrigin {
  /** SHA-256 of the file of packed ids, base64url: also its name. */
  readonly sha256: string;
}

/**
 * The signed head of what is known of others' revoked SMART Health Cards. The files that it names never change: a reader
 * fetches those that it does not have.
 */
export interface CardRevocationsHead {
  /** RFC 3339. */
  readonly publishedAt: string;
  /** When a newer one will be there at the latest, RFC 3339. */
  readonly nextPublicationAt: string;
  readonly lists: readonly PublishedCardList[];
}

/** How a file of packed ids is named. */
export const packedRidsName = (packed: Uint8Array): string => toBase64Url(sha256(packed));

/** Signs the head. */
export const writeCardRevocations = (head: CardRevocationsHead, signer: Signer): Promise<string> =>
  signCompactJws(head as unknown as JsonObject, cardRevocationsType, signer);

/**
 * Reads the signed head: which files to fetch.
 *
 * @param anchors keys that may sign it: those of the trust list that is held.
 * @throws MalformedListError where it is no such head; UntrustedListError where none of the keys signed it.
 */
export async function readCardRevocations(file: string, anchors: TrustList): Promise<CardRevocationsHead> {
  const { payload } = await readCompactJws(file.trim(), cardRevocationsType, anchors);
  const members = membersOf(payload);
  return {
    publishedAt: members.instant('publishedAt'),
    nextPublicationAt: members.instant('nextPublicationAt'),
    lists: members.list('lists').map((list) => {
      const announced = list.optionalCount('announced');
      const staleAfter = list.optionalInstant('staleAfter');
      return {
        iss: list.text('iss'),
        kid: list.text('kid'),
        version: list.count('version'),
        ...(announced === undefined ? {} : { announced }),
        checkedAt: list.instant('checkedAt'),
        ...(staleAfter === undefined ? {} : { staleAfter }),
        sha256: list.text('sha256'),
      };
    }),
  };
}

/**
 * Opens a list, each of them a source for the cards of one key of one issuer.
 *
 * @param packed the file that the list names.
 * @throws MalformedListError where it is not that file.
 */
export function openCardList(
  { sha256: name, ...origin }: PublishedCardList,
  packed: Uint8Array,
): StatusSource {
  if (packedRidsName(packed) !== name)
    throw new MalformedListError('It is not the file that the head names.');
  return cardStatusSource(origin, openPackedRids(packed));
}
