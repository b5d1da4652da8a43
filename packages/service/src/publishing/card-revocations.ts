import type { PublishedCardList } from '@mohar/credential/status/published-card-revocations.ts';
import type { CardListNote } from '../registry/card-lists.ts';
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
