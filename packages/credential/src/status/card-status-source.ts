import type { StatusSource } from './status-source.ts';

/**
 * For whom a card revocation list speaks: cards of one key of one issuer. The issuer of such a {@link StatusSource}.
 *
 * @param iss URL that the cards name.
 * @param kid JWK thumbprint of the key.
 */
export const cardSigner = (iss: string, kid: string): string => `${iss}/.well-known/jwks.json#${kid}`;

/** Whose list it is, which one, and how old. */
export interface CardListOrigin {
  /** URL of the issuer: the list was at `<iss>/.well-known/crl/<kid>.json`. */
  readonly iss: string;
  readonly kid: string;
  /** The list's `ctr`. */
  readonly version: number;
  /** The newest version that the issuer announced, where that is known: an older list cannot say what is in force. */
  readonly announced?: number;
  /** RFC 3339. */
  readonly checkedAt: string;
  /** When a newer one should have been fetched, RFC 3339. */
  readonly staleAfter?: string;
}

/**
 * What a card revocation list says of cards, by their `rid`.
 *
 * @param revokedBefore until when the cards of an id were revoked, milliseconds since 1970; undefined where they were not.
 */
export function cardStatusSource(
  { iss, kid, version, announced = 0, checkedAt, staleAfter }: CardListOrigin,
  revokedBefore: (rid: string) => number | undefined,
): StatusSource {
  const until = Date.parse(checkedAt);
  return {
    issuer: cardSigner(iss, kid),
    checkedAt,
    ...(staleAfter === undefined ? {} : { staleAfter }),
    lookUp: ({ certificateId: rid, signedAt, listVersion = 0 }) => {
      // Without an id, a card cannot be revoked one by one.
      if (rid === undefined || signedAt === undefined) return { state: 'unknown' };
      const before = revokedBefore(rid);
      if (before !== undefined && signedAt < before) return { state: 'revoked' };
      // It cannot speak of what was issued later, nor for a newer list that the issuer has announced.
      const isNewest = Math.max(listVersion, announced) <= version;
      return { state: isNewest && signedAt <= until ? 'in-force' : 'unknown' };
    },
  };
}
