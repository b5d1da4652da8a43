import type { BulkUpload } from '../registry/bulk/bulk-uploads.ts';

/** An upload as DIVOC lists it, and how far it is. */
export const uploadSchema = {
  type: 'object',
  properties: {
    ID: { type: 'integer' },
    Filename: { type: 'string' },
    UserID: { type: 'string', description: 'Who uploaded it' },
    CreatedAt: { type: 'string', format: 'date-time' },
    TotalRecords: { type: 'integer' },
    TotalErrorRows: { type: 'integer' },
    Status: {
      type: 'string',
      enum: ['Processing', 'Failed', 'Success'],
      description: 'Failed: with faulty rows',
    },
    finishedAt: { type: 'string', format: 'date-time' },
    done: { type: 'integer', description: 'Rows that are done: issued, repeated or failed' },
    issued: { type: 'integer' },
    duplicate: { type: 'integer', description: 'Certified before, with the same content' },
    failed: { type: 'integer' },
    rowsPerSecond: { type: 'number' },
    secondsLeft: { type: 'integer', description: 'At the present rate; absent where nothing moves' },
  },
};

/** What is told of an upload. */
export function showUpload(upload: BulkUpload) {
  const { issued, duplicate, failed, totalRows, rowsPerSecond, finishedAt } = upload;
  const done = issued + duplicate + failed;
  return {
    ID: Number(upload.id),
    Filename: upload.fileName,
    UserID: upload.caller,
    CreatedAt: upload.receivedAt.toISOString(),
    TotalRecords: totalRows,
    TotalErrorRows: failed,
    Status: done < totalRows ? 'Processing' : failed > 0 ? 'Failed' : 'Success',
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
    done,
    issued,
    duplicate,
    failed,
    rowsPerSecond: Math.round(rowsPerSecond),
    ...(rowsPerSecond > 0 ? { secondsLeft: Math.ceil((totalRows - done) / rowsPerSecond) } : {}),
  };
}
