import { type Kysely, sql, type Transaction } from 'kysely';
import type { BulkKind, Tables } from '../tables.ts';

/** An upload and how far it is. */
export interface BulkUpload {
  readonly id: string;
  readonly kind: BulkKind;
  readonly fileName: string;
  readonly caller: string;
  /** The header of the file. */
  readonly columns: readonly string[];
  readonly totalRows: number;
  readonly receivedAt: Date;
  readonly finishedAt?: Date;
  readonly issued: number;
  /** Rows whose event was certified before, with the same content. */
  readonly duplicate: number;
  readonly failed: number;
  /** Rows a second, over the last half minute; 0 where none were done. */
  readonly rowsPerSecond: number;
}

/** Which uploads are meant. */
export interface UploadQuery {
  readonly id?: string;
  readonly kind?: BulkKind;
  /** Of everybody, where absent. */
  readonly caller?: string;
}

/** Uploads, newest first, a thousand at most. */
export async function bulkUploads(db: Kysely<Tables>, query: UploadQuery): Promise<BulkUpload[]> {
  let select = db
    .selectFrom('bulk_upload')
    .leftJoinLateral(
      (expression) =>
        expression
          .selectFrom('bulk_job')
          .select([
            sql<number>`coalesce(sum(issued), 0)::int`.as('issued'),
            sql<number>`coalesce(sum(duplicate), 0)::int`.as('duplicate'),
            sql<number>`coalesce(sum(failed), 0)::int`.as('failed'),
            sql<number>`coalesce(sum(row_count) filter (where done_at > now() - interval '30 seconds'), 0)::int`.as(
              'recent',
            ),
          ])
          .whereRef('bulk_job.upload_id', '=', 'bulk_upload.id')
          .as('progress'),
      (join) => join.onTrue(),
    )
    .selectAll()
    .select(sql<number>`extract(epoch from now() - received_at)::float8`.as('age'))
    .orderBy('id', 'desc')
    .limit(1_000);
  if (query.id !== undefined) select = select.where('id', '=', query.id);
  if (query.kind !== undefined) select = select.where('kind', '=', query.kind);
  if (query.caller !== undefined) select = select.where('caller', '=', query.caller);
  return (await select.execute()).map((row) => ({
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    caller: row.caller,
    columns: row.columns,
    totalRows: row.total_rows,
    receivedAt: row.received_at,
    ...(row.finished_at ? { finishedAt: row.finished_at } : {}),
    issued: row.issued ?? 0,
    duplicate: row.duplicate ?? 0,
    failed: row.failed ?? 0,
    rowsPerSecond: (row.recent ?? 0) / Math.min(30, Math.max(1, row.age)),
  }));
}

/** A new upload, still without rows. */
export async function insertUpload(
  transaction: Transaction<Tables>,
  upload: { kind: BulkKind; fileName: string; caller: string; columns: readonly string[] },
): Promise<string> {
  const { id } = await transaction
    .insertInto('bulk_upload')
    .values({
      kind: upload.kind,
      file_name: upload.fileName,
      file_digest: Buffer.alloc(0),
      caller: upload.caller,
      columns: [...upload.columns],
      total_rows: 0,
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The unfinished upload of the same file by the same caller, if there is one. */
export async function unfinishedUploadOf(
  db: Kysely<Tables>,
  { kind, caller, fileDigest }: { kind: BulkKind; caller: string; fileDigest: Buffer },
): Promise<string | undefined> {
  const found = await db
    .selectFrom('bulk_upload')
    .select('id')
    .where('kind', '=', kind)
    .where('caller', '=', caller)
    .where('file_digest', '=', fileDigest)
    .where('finished_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return found?.id;
}

/** Notes what is known once the whole file was read. */
export async function completeUpload(
  transaction: Transaction<Tables>,
  id: string,
  fileDigest: Buffer,
  totalRows: number,
): Promise<void> {
  await transaction
    .updateTable('bulk_upload')
    .set({ file_digest: fileDigest, total_rows: totalRows })
    .where('id', '=', id)
    .execute();
}

/** Notes which uploads have no job left. */
export async function finishUploads(db: Kysely<Tables>, at: Date): Promise<void> {
  await db
    .updateTable('bulk_upload')
    .set({ finished_at: at })
    .where('finished_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('bulk_job')
            .select('n')
            .whereRef('upload_id', '=', 'bulk_upload.id')
            .where('done_at', 'is', null),
        ),
      ),
    )
    .execute();
}
