import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { insertJob } from '../registry/bulk/bulk-jobs.ts';
import { completeUpload, insertUpload, unfinishedUploadOf } from '../registry/bulk/bulk-uploads.ts';
import type { BulkKind, Tables } from '../registry/tables.ts';
import { missingColumns } from './columns.ts';
import { CsvError, readCsv } from './read-csv.ts';

/** The header of a file lacks columns; the message is DIVOC's. */
export class HeaderError extends Error {
  readonly code = 'INVALID_TEMPLATE';
}

/** A file of events. */
export interface IncomingFile {
  readonly kind: BulkKind;
  /** For lists; may be empty. */
  readonly name: string;
  readonly caller: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Rows of one job. */
const jobSize = 500;
/** The largest file, in rows: half of India's record day. */
const maxRows = 20_000_000;

/**
 * Receives a file: all of its rows become jobs, or, where it is no file of events, nothing does. When this returns,
 * the rows are durable.
 *
 * @returns the id of the upload; of the one that is under way, where the same caller sent the same file before.
 * @throws HeaderError; CsvError.
 */
export async function receiveUpload(
  db: Kysely<Tables>,
  pack: CountryPack,
  { kind, name, caller, bytes }: IncomingFile,
): Promise<{ uploadId: string; totalRows: number }> {
  const digest = createHash('sha256');
  const rows = readCsv(hashed(bytes, digest));
  const header = await rows.next();
  const columns = (header.done ? [] : header.value).map((column) => column.trim());
  checkHeader(kind, columns, pack);
  try {
    return await db.transaction().execute(async (transaction) => {
      const uploadId = await insertUpload(transaction, {
        kind,
        fileName: name.slice(0, 200),
        caller,
        columns,
      });
      let totalRows = 0;
      let n = 0;
      let pending: string[][] = [];
      const flush = async () => {
        if (pending.length === 0) return;
        await insertJob(transaction, {
          uploadId,
          n,
          firstRow: totalRows - pending.length + 1,
          rows: pending,
        });
        n += 1;
        pending = [];
      };
      for await (const row of rows) {
        pending.push(row);
        totalRows += 1;
        if (totalRows > maxRows) throw new CsvError(`The file has more than ${maxRows} rows: split it.`);
        if (pending.length === jobSize) await flush();
      }
      await flush();
      const fileDigest = digest.digest();
      const underWay = await unfinishedUploadOf(transaction, { kind, caller, fileDigest });
      if (underWay !== undefined) throw new KnownFile(underWay, totalRows);
      await completeUpload(transaction, uploadId, fileDigest, totalRows);
      return { uploadId, totalRows };
    });
  } catch (error) {
    if (error instanceof KnownFile) return { uploadId: error.uploadId, totalRows: error.totalRows };
    throw error;
  }
}

/** Undoes the receiving of a file that is being worked on already. */
class KnownFile extends Error {
  readonly uploadId: string;
  readonly totalRows: number;
  constructor(uploadId: string, totalRows: number) {
    super('known file');
    this.uploadId = uploadId;
    this.totalRows = totalRows;
  }
}

function checkHeader(kind: BulkKind, columns: readonly string[], pack: CountryPack): void {
  const canonical = canonicalColumns(kind, columns, pack);
  const missing = missingColumns(kind, 'Headers', (name) => !canonical.includes(name));
  if (missing) throw new HeaderError(missing);
  const twice = canonical.find((name, n) => name !== undefined && canonical.indexOf(name) !== n);
  if (twice !== undefined) throw new HeaderError(`Header ${twice} stands there twice`);
}

/** The names that the columns of a file have in DIVOC, by the country pack's mapping; undefined for others. */
export function canonicalColumns(
  kind: BulkKind,
  columns: readonly string[],
  { bulk }: CountryPack,
): (string | undefined)[] {
  const mapping = Object.entries(bulk?.[kind] ?? {});
  return columns.map((column) => mapping.find(([, heading]) => heading === column)?.[0] ?? column);
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, digest: ReturnType<typeof createHash>) {
  for await (const chunk of bytes) {
    digest.update(chunk);
    yield chunk;
  }
}
