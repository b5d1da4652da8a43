import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { retried } from '../retry.ts';
import type { RevocationJobTable, Tables } from '../tables.ts';
import type { ChosenReason, RevocationQuery } from './revocation-query.ts';
import { withdraw } from './withdraw.ts';

/** A revocation by query. */
export interface RevocationJob {
  readonly id: string;
  readonly query: RevocationQuery;
  readonly reason: ChosenReason;
  readonly note: string;
  /** Certificates issued later are not touched. */
  readonly countedAt: Date;
  readonly counted: number;
  readonly confirmedAt?: Date;
  readonly revoked: number;
  readonly finishedAt?: Date;
}

/** Counts what a query means, and keeps it to be confirmed. */
export async function insertRevocationJob(
  db: Kysely<Tables>,
  order: Pick<RevocationJob, 'query' | 'reason' | 'note'> & { readonly caller: string; readonly at: Date },
): Promise<RevocationJob> {
  const counted = await countMeant(db, order.query, order.at);
  const row = await db
    .insertInto('revocation_job')
    .values({
      caller: order.caller,
      query: JSON.stringify(order.query),
      reason: order.reason,
      note: order.note,
      counted_at: order.at,
      counted,
      confirmed_at: null,
      confirmed_by: null,
      gathered: null,
      finished_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return fromRow(row);
}

/** How many certificates in force, issued until a moment, a query means. */
export const countMeant = (db: Kysely<Tables>, query: RevocationQuery, until: Date): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    await allowLong(transaction);
    const { rows } = await sql<{ count: string }>`
      select count(*) from certificate where ${meant(query, until)}`.execute(transaction);
    return Number(rows[0]?.count);
  });

/** Whether there are certificates whose batch and facility were not read yet: queries would pass them over. */
export async function anyUnread(db: Kysely<Tables>): Promise<boolean> {
  const row = await db
    .selectFrom('certificate')
    .select('certificate_id')
    .where('batch', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findRevocationJob(db: Kysely<Tables>, id: string): Promise<RevocationJob | undefined> {
  const row = await db.selectFrom('revocation_job').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

/** Confirms a job; false where it was confirmed already, or with another count. */
export async function confirmRevocationJob(
  db: Kysely<Tables>,
  id: string,
  count: number,
  by: { readonly caller: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('revocation_job')
    .set({ confirmed_at: by.at, confirmed_by: by.caller })
    .where('id', '=', id)
    .where('counted', '=', count)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Certificates of one transaction. */
const step = 5_000;

/**
 * Works on the oldest confirmed job: first gathers its certificates, then withdraws some thousands of them, each in one
 * transaction with the job's progress. A process that is killed leaves whole steps behind, and another goes on.
 *
 * @returns whether something was done; false where no job waits.
 */
export const workOnRevocationJob = (db: Kysely<Tables>, at: Date): Promise<boolean> =>
  retried(() =>
    db.transaction().execute(async (transaction) => {
      const row = await takeJob(transaction);
      if (!row) return false;
      if (row.gathered === null) await gather(transaction, fromRow(row));
      else if (row.done < row.gathered) await withdrawSome(transaction, row, at);
      else await finish(transaction, row.id, at);
      return true;
    }),
  );

async function gather(
  transaction: Transaction<Tables>,
  { id, query, countedAt }: RevocationJob,
): Promise<void> {
  await allowLong(transaction);
  const { numAffectedRows = 0n } = await sql`
    insert into revocation_target (job_id, n, shard, certificate_id)
    select ${id}, row_number() over () - 1, shard, certificate_id from certificate
    where ${meant(query, countedAt)}`.execute(transaction);
  await transaction
    .updateTable('revocation_job')
    .set({ gathered: Number(numAffectedRows) })
    .where('id', '=', id)
    .execute();
}

async function withdrawSome(
  transaction: Transaction<Tables>,
  row: Selectable<RevocationJobTable>,
  at: Date,
): Promise<void> {
  const job = fromRow(row);
  const withdrawn = await withdraw(
    transaction,
    sql`select shard, certificate_id from certificate
      where state = 'issued' and (shard, certificate_id) in (
        select shard, certificate_id from revocation_target
        where job_id = ${job.id} and n >= ${row.done} and n < ${row.done + step}
      ) for update`,
    { ...job, at, caller: row.confirmed_by ?? row.caller },
  );
  await transaction
    .updateTable('revocation_job')
    .set((column) => ({ done: row.done + step, revoked: column('revoked', '+', withdrawn.length) }))
    .where('id', '=', job.id)
    .execute();
}

async function finish(transaction: Transaction<Tables>, id: string, at: Date): Promise<void> {
  await transaction.updateTable('revocation_job').set({ finished_at: at }).where('id', '=', id).execute();
  await transaction.deleteFrom('revocation_target').where('job_id', '=', id).execute();
}

/** Reading a hundred million certificates takes longer than any other statement may. */
const allowLong = (transaction: Transaction<Tables>) =>
  sql`set local statement_timeout = '30min'`.execute(transaction);

const takeJob = (transaction: Transaction<Tables>) =>
  transaction
    .selectFrom('revocation_job')
    .selectAll()
    .where('confirmed_at', 'is not', null)
    .where('finished_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();

/** The condition that a query stands for; one without any restriction means nothing at all. */
function meant(query: RevocationQuery, until: Date): RawBuilder<unknown> {
  const { batch, facility, issuedFrom, issuedUntil, eventFrom, eventUntil, certificateIds } = query;
  const conditions = [
    ...(batch === undefined ? [] : [sql`batch = ${batch}`]),
    ...(facility === undefined ? [] : [sql`facility = ${facility}`]),
    ...(issuedFrom === undefined ? [] : [sql`issued_at >= ${issuedFrom}::timestamptz`]),
    ...(issuedUntil === undefined ? [] : [sql`issued_at < ${issuedUntil}::timestamptz`]),
    ...(eventFrom === undefined ? [] : [sql`event_date >= ${eventFrom}::date`]),
    ...(eventUntil === undefined ? [] : [sql`event_date <= ${eventUntil}::date`]),
    ...(certificateIds === undefined
      ? []
      : [sql`(shard, certificate_id) in (${idsAndShards(certificateIds)})`]),
  ];
  if (conditions.length === 0) return sql`false`;
  return sql`state = 'issued' and issued_at <= ${until} and ${sql.join(conditions, sql` and `)}`;
}

const idsAndShards = (ids: readonly string[]) => {
  const parsed = ids.map(parseCertificateId).filter((id) => id !== undefined);
  return sql`select * from unnest(
    ${parsed.map(({ shard }) => shard)}::smallint[], ${parsed.map(({ id }) => id)}::text[]
  )`;
};

const fromRow = (row: Selectable<RevocationJobTable>): RevocationJob => ({
  id: row.id,
  query: row.query,
  reason: row.reason,
  note: row.note,
  countedAt: row.counted_at,
  counted: row.counted,
  ...(row.confirmed_at ? { confirmedAt: row.confirmed_at } : {}),
  revoked: row.revoked,
  ...(row.finished_at ? { finishedAt: row.finished_at } : {}),
});
