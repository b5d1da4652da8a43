import { cardSigner } from '@mohar/credential/status/card-status-source.ts';
import type { PublishedCardList } from '@mohar/credential/status/published-card-revocations.ts';
import type { Kysely } from 'kysely';
import { type CardListNote, cardListNotes } from '../registry/card-lists.ts';
import type { Tables } from '../registry/tables.ts';
import { announcedCardLists } from '../registry/trusted-sources.ts';
import { cardListLife, instant } from './schedule.ts';

/** How files of packed ids are named: SHA-256, base64url. */
export const packedRidsPattern = '^[A-Za-z0-9_-]{43}$';

/** A list of another issuer, as the signed head for verifiers names it. */
export const publishedCardList = ({
  iss,
  kid,
  version,
  checkedAt,
  sha256,
}: CardListNote): PublishedCardList => ({
  iss,
  kid,
  version,
  checkedAt: instant(checkedAt),
  staleAfter: instant(checkedAt.getTime() + cardListLife),
  sha256,
});

/** All lists of other issuers, as the head names them. Of each it says, too, where its issuer has announced a newer one. */
export async function publishedCardLists(db: Kysely<Tables>): Promise<readonly PublishedCardList[]> {
  const announced = new Map(
    (await announcedCardLists(db)).map(({ iss, kid, version }) => [cardSigner(iss, kid), version]),
  );
  return (await cardListNotes(db)).map((note) => {
    const newest = announced.get(cardSigner(note.iss, note.kid)) ?? 0;
    return { ...publishedCardList(note), ...(newest > note.version ? { announced: newest } : {}) };
  });
}
