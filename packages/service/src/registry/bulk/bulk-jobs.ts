import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Kysely, Transaction } from 'kysely';
import type { BulkKind, Tables } from '../tables.ts';

/** Some rows of an upload, to be certified together. */
export interface BulkJob {
  readonly uploadId: string;
  readonly n: number;
  readonly kind: BulkKind;
  readonly caller: string;
  readonly columns: readonly string[];
  /** Number of the first row; 1 is the first below the header. */
  readonly firstRow: number;
  readonly rows: readonly (readonly string[])[];
}

/** A row that could not be certified, and why. */
export interface BulkError {
  readonly rowNumber: number;
  readonly fields: readonly string[];
  readonly reason: string;
}

/** Adds rows to an upload. */
export async function insertJob(
  transaction: Transaction<Tables>,
  { uploadId, n, firstRow, rows }: Pick<BulkJob, 'uploadId' | 'n' | 'firstRow' | 'rows'>,
): Promise<void> {
  await transaction
    .insertInto('bulk_job')
    .values({
      upload_id: uploadId,
      n,
      first_row: firstRow,
      row_count: rows.length,
      content: deflateRawSync(JSON.stringify(rows)),
      done_at: null,
    })
    .execute();
}

/**
 * Takes the next job that nobody works on. It is held by its row's lock: for as long as the transaction runs nobody
 * else takes it, and when the transaction's process dies, anybody may.
 */
export async function takeJob(transaction: Transaction<Tables>): Promise<BulkJob | undefined> {
  const job = await transaction
    .selectFrom('bulk_job')
    .innerJoin('bulk_upload', 'bulk_upload.id', 'bulk_job.upload_id')
    .select(['upload_id', 'n', 'first_row', 'content', 'kind', 'caller', 'columns'])
    .where('done_at', 'is', null)
    .orderBy('upload_id')
    .orderBy('n')
    .limit(1)
    .forUpdate('bulk_job')
    .skipLocked()
    .executeTakeFirst();
  if (!job?.content) return undefined;
  return {
    uploadId: job.upload_id,
    n: job.n,
    kind: job.kind,
    caller: job.caller,
    columns: job.columns,
    firstRow: job.first_row,
    rows: JSON.parse(inflateRawSync(job.content).toString()) as string[][],
  };
}

/** Ends a job, and keeps the rows that failed; the others are kept as certificates. */
export async function finishJob(
  transaction: Transaction<Tables>,
  { uploadId, n }: BulkJob,
  counts: { readonly issued: number; readonly duplicate: number },
  errors: readonly BulkError[],
  at: Date,
): Promise<void> {
  if (errors.length > 0) {
    await transaction
      .insertInto('bulk_error')
      .values(
        errors.map(({ rowNumber, fields, reason }) => ({
          upload_id: uploadId,
          row_number: rowNumber,
          fields: [...fields],
          reason,
        })),
      )
      .execute();
  }
  await transaction
    .updateTable('bulk_job')
    .set({ ...counts, failed: errors.length, content: null, done_at: at })
    .where('upload_id', '=', uploadId)
    .where('n', '=', n)
    .execute();
}

/** Failed rows that are read at a time. */
const page = 1_000;

/** Failed rows of an upload, in the file's order, however many. */
export async function* failedRows(db: Kysely<Tables>, uploadId: string): AsyncGenerator<BulkError> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('bulk_error')
      .selectAll()
      .where('upload_id', '=', uploadId)
      .where('row_number', '>', after)
      .orderBy('row_number')
      .limit(page)
      .execute();
    for (const row of rows) yield { rowNumber: row.row_number, fields: row.fields, reason: row.reason };
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = last.row_number;
  }
}
