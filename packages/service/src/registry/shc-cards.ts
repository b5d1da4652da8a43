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

/**
 * Writes down that a card was given out, before it is: else its revocation list would not know it. A revocation at the same
 * time waits for this, or this for it: the list that names the certificate names its card.
 *
 * @returns whether the certificate is in force, as it must be: of one that is not, nothing is written.
 */
export async function recordCard(
  db: Kysely<Tables>,
  { shard, certificateId, kid, issuedAt }: GivenCard,
): Promise<boolean> {
  const { rows } = await sql`
    insert into shc_card (shard, certificate_id, kid, issued_at)
    select shard, certificate_id, ${kid}, ${issuedAt} from certificate
    where shard = ${shard} and certificate_id = ${certificateId} and state = 'issued'
    for share
    on conflict (shard, certificate_id, kid)
      do update set issued_at = greatest(shc_card.issued_at, excluded.issued_at)
    returning certificate_id`.execute(db);
  return rows.length === 1;
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
