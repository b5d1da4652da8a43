import { type Kysely, sql, type Transaction } from 'kysely';
import { takeGroup } from '../take-group.ts';
import type { Tables } from './tables.ts';

/** Ids of revoked cards, packed, and the SHA-256 by which they are named, base64url. */
export interface PackedRids {
  readonly sha256: string;
  readonly packed: Uint8Array;
}

/** Packed ids by their name; undefined where there are none of it. */
export async function findPackedRids(db: Kysely<Tables>, sha256: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('packed_rids')
    .select('packed')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row?.packed;
}

/** Adds those that are not there yet. */
export async function insertPackedRids(
  transaction: Transaction<Tables>,
  added: readonly PackedRids[],
): Promise<void> {
  await alone(transaction);
  const unique = new Map(added.map((one) => [one.sha256, one.packed]));
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from packed_rids where sha256 = any(${[...unique.keys()]}::text[])`.execute(transaction);
  for (const { sha256 } of rows) unique.delete(sha256);
  const line = [...unique].map(([sha256, packed]) => ({ sha256, packed: Buffer.from(packed) }));
  while (line.length > 0)
    await transaction
      .insertInto('packed_rids')
      .values(takeGroup(line, groupWeight, ({ packed }) => rowWeight + packed.length))
      .execute();
}

/**
 * Says which ones the published head names, and drops those that nobody may ask for any more: no list has them, and the head
 * has not named them for a while, if it ever did.
 *
 * @param unnamedUntil until when those are kept that it names no longer.
 */
export const keepPackedRids = (
  db: Kysely<Tables>,
  named: readonly string[],
  { now, unnamedUntil }: { readonly now: Date; readonly unnamedUntil: Date },
): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await alone(transaction);
    await sql`
      update packed_rids set kept_until = 'infinity'
      where sha256 = any(${named}::text[]) and kept_until <> 'infinity'`.execute(transaction);
    await sql`
      update packed_rids set kept_until = ${unnamedUntil}
      where sha256 <> all(${named}::text[]) and kept_until = 'infinity'`.execute(transaction);
    await sql`
      delete from packed_rids where kept_until < ${now}
      and not exists (select from trusted_card_list where trusted_card_list.sha256 = packed_rids.sha256)`.execute(
      transaction,
    );
  });

/** What a list is about to have must not be dropped meanwhile. */
const alone = (transaction: Transaction<Tables>) =>
  sql`select pg_advisory_xact_lock(${packedLock})`.execute(transaction);

const packedLock = 7_262_024;
/** Bytes of a statement's values, and of a row's beside the packed ones: 2,000 rows at most. */
const groupWeight = 8 * 1024 * 1024;
const rowWeight = 4 * 1024;
