import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

/** What a publication says: its list has so many entries. */
export interface StatusPublication {
  readonly serial: number;
  readonly publishedAt: Date;
  readonly entries: number;
}

/** Held while places are given out: the list has one order. */
const placesLock = 7_262_020;

/** Revocations that are given their places in one transaction. */
const step = 50_000;

/**
 * Gives every new revocation its place in the list, and makes a publication where there is something new or the last one
 * is older than a moment. Returns the publication that counts now.
 */
export async function publishRevocations(
  db: Kysely<Tables>,
  at: Date,
  renewBefore: Date,
): Promise<StatusPublication> {
  for (;;) {
    const { placed, publication } = await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${placesLock})`.execute(transaction);
      return {
        placed: await givePlaces(transaction),
        publication: await publish(transaction, at, renewBefore),
      };
    });
    if (placed < step) return publication;
  }
}

async function givePlaces(transaction: Transaction<Tables>): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update revocation set place = base.next + fresh.n
    from (select coalesce(max(place) + 1, 0) as next from revocation) as base,
      (select shard, certificate_id, row_number() over (order by revoked_at, shard, certificate_id) - 1 as n
        from revocation where place is null order by revoked_at, shard, certificate_id limit ${step}) as fresh
    where revocation.shard = fresh.shard and revocation.certificate_id = fresh.certificate_id`.execute(
    transaction,
  );
  return Number(numAffectedRows);
}

async function publish(
  transaction: Transaction<Tables>,
  at: Date,
  renewBefore: Date,
): Promise<StatusPublication> {
  const last = await latestPublication(transaction);
  const { rows } = await sql<{ entries: string }>`
    select coalesce(max(place) + 1, 0) as entries from revocation`.execute(transaction);
  const entries = Number(rows[0]?.entries);
  if (last && last.entries === entries && last.publishedAt >= renewBefore) return last;
  const { serial } = await transaction
    .insertInto('status_publication')
    .values({ published_at: at, entries: String(entries) })
    .returning('serial')
    .executeTakeFirstOrThrow();
  return { serial: Number(serial), publishedAt: at, entries };
}

/** The publication that counts now. */
export async function latestPublication(db: Kysely<Tables>): Promise<StatusPublication | undefined> {
  const row = await db
    .selectFrom('status_publication')
    .selectAll()
    .orderBy('serial', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { serial: Number(row.serial), publishedAt: row.published_at, entries: Number(row.entries) };
}

/** How many entries the list of a serial had; undefined where there was none. */
export async function entriesAt(db: Kysely<Tables>, serial: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('status_publication')
    .select('entries')
    .where('serial', '=', String(serial))
    .executeTakeFirst();
  return row && Number(row.entries);
}
