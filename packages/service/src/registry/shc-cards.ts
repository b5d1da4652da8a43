import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A SMART Health Card that is given out. */
export interface GivenCard {
  readonly shard: number;
  readonly certificateId: string;
  /** JWK thumbprint (RFC 7638) of the key that signed it. */
  readonly kid: string;
  readonly issuedAt: Date;
}

/** Writes down that a card was given out, before it is: else its revocation list would not know it. */
export async function recordCard(
  db: Kysely<Tables>,
  { shard, certificateId, kid, issuedAt }: GivenCard,
): Promise<void> {
  await db
    .insertInto('shc_card')
    .values({ shard, certificate_id: certificateId, kid, issued_at: issuedAt })
    .onConflict((conflict) =>
      conflict.columns(['shard', 'certificate_id', 'kid']).doUpdateSet({
        issued_at: sql`greatest(shc_card.issued_at, excluded.issued_at)`,
      }),
    )
    .execute();
}

/**
 * The certificates of which a key signed cards, and whose revocation is among the first of the published list: in its
 * order.
 *
 * @param entries how many entries that list has.
 */
export async function revokedCards(db: Kysely<Tables>, kid: string, entries: number): Promise<string[]> {
  const rows = await revokedAmong(db, entries)
    .select('revocation.certificate_id')
    .where('shc_card.kid', '=', kid)
    .orderBy('revocation.place')
    .execute();
  return rows.map(({ certificate_id }) => certificate_id);
}

/** How many that are, for each key that signed such a card. */
export async function revokedCardCounts(
  db: Kysely<Tables>,
  entries: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await revokedAmong(db, entries)
    .select(['shc_card.kid', ({ fn }) => fn.countAll<string>().as('count')])
    .groupBy('shc_card.kid')
    .execute();
  return new Map(rows.map(({ kid, count }) => [kid, Number(count)]));
}

const revokedAmong = (db: Kysely<Tables>, entries: number) =>
  db
    .selectFrom('revocation')
    .innerJoin('shc_card', (join) =>
      join
        .onRef('shc_card.shard', '=', 'revocation.shard')
        .onRef('shc_card.certificate_id', '=', 'revocation.certificate_id'),
    )
    .where('revocation.place', '<', String(entries));
