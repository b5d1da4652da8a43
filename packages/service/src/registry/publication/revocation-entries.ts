import type { RevocationEntry } from '@mohar/credential/status/revocation-list.ts';
import type { RevocationReason } from '@mohar/credential/status/status-source.ts';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Published entries by their places, in order. */
export async function revocationEntries(
  db: Kysely<Tables>,
  first: number,
  count: number,
): Promise<RevocationEntry[]> {
  const rows = await db
    .selectFrom('revocation')
    .select(['certificate_id', 'revoked_at', 'reason'])
    .where('place', '>=', String(first))
    .where('place', '<', String(first + count))
    .orderBy('place')
    .execute();
  return rows.map(({ certificate_id, revoked_at, reason }) => [
    certificate_id,
    `${revoked_at.toISOString().slice(0, 19)}Z`,
    reason,
  ]);
}

/** Revoked ids of the first places, page by page; whether each was superseded. */
export async function* revokedIds(
  db: Kysely<Tables>,
  entries: number,
): AsyncGenerator<readonly { readonly certificateId: string; readonly reason: RevocationReason }[]> {
  const page = 50_000;
  for (let first = 0; first < entries; first += page) {
    const rows = await db
      .selectFrom('revocation')
      .select(['certificate_id', 'reason'])
      .where('place', '>=', String(first))
      .where('place', '<', String(Math.min(entries, first + page)))
      .execute();
    yield rows.map(({ certificate_id, reason }) => ({ certificateId: certificate_id, reason }));
  }
}

/**
 * Published revocations of the first places whose certificates may have been signed after a moment: they were issued then,
 * or given out in another format, which is signed at that time.
 */
export async function revokedSoonAfter(
  db: Kysely<Tables>,
  moment: Date,
  entries: number,
): Promise<readonly { readonly certificateId: string; readonly reason: RevocationReason }[]> {
  const rows = await db
    .selectFrom('revocation')
    .innerJoin('certificate', (join) =>
      join
        .onRef('certificate.shard', '=', 'revocation.shard')
        .onRef('certificate.certificate_id', '=', 'revocation.certificate_id'),
    )
    .select(['revocation.certificate_id', 'reason'])
    .where('revoked_at', '>=', moment)
    .where('place', '<', String(entries))
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('issued_at', '>=', moment),
        exists(
          selectFrom('audit_entry')
            .select('audit_entry.id')
            .whereRef('audit_entry.shard', '=', 'revocation.shard')
            .whereRef('audit_entry.certificate_id', '=', 'revocation.certificate_id')
            .where('audit_entry.at', '>=', moment)
            .where('audit_entry.detail', 'like', '%:%'),
        ),
      ]),
    )
    .execute();
  return rows.map(({ certificate_id, reason }) => ({ certificateId: certificate_id, reason }));
}

/** The ids of all certificates ever issued, page by page. */
export async function* issuedIds(db: Kysely<Tables>): AsyncGenerator<readonly string[]> {
  const page = 20_000;
  let last = { shard: -1, certificate_id: '' };
  for (;;) {
    const rows = await db
      .selectFrom('certificate')
      .select(['shard', 'certificate_id'])
      .where((where) =>
        where(where.refTuple('shard', 'certificate_id'), '>', where.tuple(last.shard, last.certificate_id)),
      )
      .orderBy('shard')
      .orderBy('certificate_id')
      .limit(page)
      .execute();
    if (rows.length > 0) yield rows.map((row) => row.certificate_id);
    const end = rows.at(-1);
    if (!end || rows.length < page) return;
    last = end;
  }
}

/** Indexes of the published revocations in one status list. */
export async function revokedIndexes(db: Kysely<Tables>, list: number): Promise<number[]> {
  const rows = await db
    .selectFrom('revocation')
    .select('status_index')
    .where('status_list', '=', list)
    .where('place', 'is not', null)
    .execute();
  return rows.map(({ status_index }) => status_index);
}

/** How many places in status lists were given out: at least as many as certificates were issued, and not many more. */
export async function positionsDrawn(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ last_value: string; is_called: boolean }>`
    select last_value, is_called from status_position`.execute(db);
  return rows[0]?.is_called ? Number(rows[0].last_value) + 1 : 0;
}

/** Digests of full parts of the list. */
export async function partDigests(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('revocation_part').selectAll().execute();
  return new Map(rows.map(({ first, sha256 }) => [Number(first), sha256]));
}

/** The digest of the full part that begins there; undefined where none is kept. */
export async function findPartDigest(db: Kysely<Tables>, first: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('revocation_part')
    .select('sha256')
    .where('first', '=', String(first))
    .executeTakeFirst();
  return row?.sha256;
}

/** Keeps the digest of a full part. */
export async function insertPartDigest(db: Kysely<Tables>, first: number, sha256: string): Promise<void> {
  await db
    .insertInto('revocation_part')
    .values({ first: String(first), sha256 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
