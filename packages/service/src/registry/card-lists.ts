import type { CardListOrigin } from '@mohar/credential/status/card-status-source.ts';
import type { Kysely, Transaction } from 'kysely';
import { takeGroup } from '../take-group.ts';
import { insertPackedRids } from './packed-rids.ts';
import type { Tables } from './tables.ts';

/** A card revocation list of another issuer, without its ids. */
export interface CardListNote extends Pick<CardListOrigin, 'iss' | 'kid' | 'version'> {
  readonly checkedAt: Date;
  /** SHA-256 of the packed ids, base64url. */
  readonly sha256: string;
}

/** The same with its ids (`packRids`). */
export interface CardList extends CardListNote {
  readonly packed: Uint8Array;
}

/** The list that counts for each key: of the highest version, and of those the one that was fetched last. */
export async function cardListNotes(db: Kysely<Tables>): Promise<CardListNote[]> {
  return (await newest(db).execute()).map(noteOf);
}

/** The same with their ids. */
export async function cardLists(db: Kysely<Tables>): Promise<CardList[]> {
  const rows = await db
    .selectFrom(newest(db).as('newest'))
    .innerJoin('packed_rids', 'packed_rids.sha256', 'newest.sha256')
    .select(['iss', 'kid', 'version', 'checked_at', 'newest.sha256', 'packed'])
    .orderBy('iss')
    .orderBy('kid')
    .execute();
  return rows.map((row) => ({ ...noteOf(row), packed: row.packed }));
}

/** Puts the lists of a source in the place of those that it had before, whose ids stay as long as verifiers may ask for them. */
export async function replaceCardLists(
  transaction: Transaction<Tables>,
  source: string,
  lists: readonly CardList[],
): Promise<void> {
  await insertPackedRids(transaction, lists);
  await transaction.deleteFrom('trusted_card_list').where('source', '=', source).execute();
  const rows = lists.map(({ iss, kid, version, checkedAt, sha256 }) => ({
    source,
    iss,
    kid,
    version: String(version),
    checked_at: checkedAt,
    sha256,
  }));
  while (rows.length > 0)
    await transaction
      .insertInto('trusted_card_list')
      .values(takeGroup(rows, rowsAtOnce, () => 1))
      .execute();
}

/** A statement has at most 65,535 parameters. */
const rowsAtOnce = 5_000;

const newest = (db: Kysely<Tables>) =>
  db
    .selectFrom('trusted_card_list')
    .select(['iss', 'kid', 'version', 'checked_at', 'sha256'])
    .distinctOn(['iss', 'kid'])
    .orderBy('iss')
    .orderBy('kid')
    .orderBy('version', 'desc')
    .orderBy('checked_at', 'desc');

const noteOf = (row: {
  iss: string;
  kid: string;
  version: string;
  checked_at: Date;
  sha256: string;
}): CardListNote => ({
  iss: row.iss,
  kid: row.kid,
  version: Number(row.version),
  checkedAt: row.checked_at,
  sha256: row.sha256,
});
