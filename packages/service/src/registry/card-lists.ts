import type { CardListOrigin } from '@mohar/credential/status/card-status-source.ts';
import type { Kysely } from 'kysely';
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
  const rows = await newest(db).select('packed').execute();
  return rows.map((row) => ({ ...noteOf(row), packed: row.packed }));
}

/** Packed ids by their SHA-256; undefined where no source has such. */
export async function findPackedRids(db: Kysely<Tables>, sha256: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('trusted_card_list')
    .select('packed')
    .where('sha256', '=', sha256)
    .limit(1)
    .executeTakeFirst();
  return row?.packed;
}

/** Puts the lists of a source in the place of those that it had before. */
export async function replaceCardLists(
  db: Kysely<Tables>,
  source: string,
  lists: readonly CardList[],
): Promise<void> {
  await db.deleteFrom('trusted_card_list').where('source', '=', source).execute();
  if (lists.length === 0) return;
  const rows = lists.map(({ iss, kid, version, checkedAt, sha256, packed }) => ({
    source,
    iss,
    kid,
    version: String(version),
    checked_at: checkedAt,
    sha256,
    packed: Buffer.from(packed),
  }));
  await db.insertInto('trusted_card_list').values(rows).execute();
}

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
