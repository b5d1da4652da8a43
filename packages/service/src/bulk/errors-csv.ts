import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Kysely } from 'kysely';
import { failedRows } from '../registry/bulk/bulk-jobs.ts';
import type { BulkUpload } from '../registry/bulk/bulk-uploads.ts';
import type { Tables } from '../registry/tables.ts';

/** The faulty rows of an upload as CSV: the columns of its file, and `errors`. Corrected, it can be uploaded again. */
export function errorsCsv(db: Kysely<Tables>, { id, columns }: BulkUpload): Readable {
  const rows = Readable.from(failedRows(db, id)).map(({ fields, reason }) => [...fields, reason]);
  const text = stringify({ header: true, columns: [...columns, 'errors'] });
  // Whoever reads the text is told where the database fails on the way.
  pipeline(rows, text, () => {});
  return text;
}
