import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { columnsOf } from '../bulk/columns.ts';
import { errorsCsv } from '../bulk/errors-csv.ts';
import { CsvError } from '../bulk/read-csv.ts';
import { HeaderError, receiveUpload } from '../bulk/receive-upload.ts';
import { showUpload, uploadSchema } from '../bulk/show-upload.ts';
import { Problem } from '../problem.ts';
import { type BulkError, failedRows } from '../registry/bulk/bulk-jobs.ts';
import { type BulkUpload, bulkUploads } from '../registry/bulk/bulk-uploads.ts';
import type { BulkKind } from '../registry/tables.ts';
import type { Services } from '../services.ts';
import { invalid } from './event-array.ts';

/** The largest file, in bytes. */
const maxFileBytes = 8 * 2 ** 30;

const access = ['api', 'facility-admin', 'system-admin'] as const;
const problems = { '4xx': { $ref: 'Problem#' } };
const idSchema = {
  type: 'object',
  properties: { id: { type: 'string', pattern: '^[1-9]\\d{0,17}$', description: 'The upload' } },
};

/** Bulk uploads: DIVOC's calls for vaccinations (`/v1`) and for tests (`/v1/test`). */
export async function bulkRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: maxFileBytes } });
  // The file alone, without a form around it.
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  addRoutes(app, services, 'vaccination', '/divoc/api/v1');
  addRoutes(app, services, 'test', '/divoc/api/v1/test');
}

function addRoutes(app: FastifyInstance, services: Services, kind: BulkKind, path: string): void {
  const tags = ['bulk'];
  const what = kind === 'test' ? 'test results' : 'vaccinations';
  app.post(
    `${path}/bulkCertify`,
    {
      config: { access },
      schema: {
        tags,
        summary: `Upload a CSV file of ${what}`,
        description:
          `Columns, in any order: ${columnsOf[kind].map(({ name }) => name).join(', ')}. UTF-8, with a header. ` +
          'When this answers, all rows are kept as jobs; they are certified one after another. The same file again ' +
          'issues nothing new.',
        consumes: ['multipart/form-data', 'text/csv'],
        response: {
          200: {
            type: 'object',
            properties: { uploadId: { type: 'integer' }, totalRows: { type: 'integer' } },
          },
          ...problems,
        },
      },
    },
    async (request) => {
      const { name, bytes } = await fileOf(request);
      const received = await receiveUpload(services.db, services.issuer.pack, {
        kind,
        name,
        caller: request.caller.id,
        bytes,
      }).catch((error) => {
        throw refusal(error);
      });
      services.bulk.wake();
      return { uploadId: Number(received.uploadId), totalRows: received.totalRows };
    },
  );
  app.get(
    `${path}/certify/uploads`,
    {
      config: { access },
      schema: {
        tags,
        summary: `Your uploads of ${what}, newest first; of everybody for a system-admin`,
        response: { 200: { type: 'array', items: uploadSchema }, ...problems },
      },
    },
    async (request) => {
      const all = request.caller.roles.has('system-admin');
      const caller = all ? {} : { caller: request.caller.id };
      return (await bulkUploads(services.db, { kind, ...caller })).map(showUpload);
    },
  );
  app.get(
    `${path}/certify/uploads/:id`,
    {
      config: { access },
      schema: {
        tags,
        summary: 'How far an upload is',
        params: idSchema,
        response: { 200: uploadSchema, ...problems },
      },
    },
    async (request) => showUpload(await uploadOf(request, kind, services)),
  );
  app.get(
    `${path}/certify/uploads/:id/errors`,
    {
      config: { access },
      schema: {
        tags,
        summary: 'The rows that could not be certified, each with the reason',
        description:
          'As JSON, in the form that DIVOC gives them; as CSV where `Accept` names text/csv: the columns of the file, ' +
          'and `errors`. Corrected, the file can be uploaded again.',
        params: idSchema,
        produces: ['application/json', 'text/csv'],
      },
    },
    async (request, reply) => {
      const upload = await uploadOf(request, kind, services);
      const csv = /\btext\/csv\b/.test(request.headers.accept ?? '');
      if (csv) {
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="upload-${upload.id}-errors.csv"`)
          .send(errorsCsv(services.db, upload));
      }
      return reply
        .type('application/json; charset=utf-8')
        .send(Readable.from(asDivocJson(failedRows(services.db, upload.id), upload.columns)));
    },
  );
}

/** The bytes of the request's file. */
async function fileOf(request: FastifyRequest): Promise<{ name: string; bytes: AsyncIterable<Uint8Array> }> {
  if (!request.isMultipart()) {
    const body = request.body as AsyncIterable<Uint8Array> | undefined;
    if (!body) throw invalid([{ pointer: '/file', rule: 'required', message: 'must be a CSV file' }]);
    return { name: '', bytes: body };
  }
  const part = await request.file();
  if (!part) throw invalid([{ pointer: '/file', rule: 'required', message: 'must be a CSV file' }]);
  return { name: part.filename, bytes: whole(part.file) };
}

/** A stream that ends early because the file is too large must not pass for the whole of it. */
async function* whole(file: Readable & { truncated: boolean }): AsyncGenerator<Uint8Array> {
  yield* file as AsyncIterable<Uint8Array>;
  if (file.truncated) {
    throw new Problem({
      status: 413,
      code: 'BODY_TOO_LARGE',
      title: 'The file is too large',
      detail: 'Nothing was kept. Split the file.',
      faults: [{ pointer: '/file', rule: 'file-size', message: `must be at most ${maxFileBytes} bytes` }],
    });
  }
}

function refusal(error: unknown): unknown {
  const known = error instanceof HeaderError || error instanceof CsvError;
  if (!known) return error;
  return new Problem({
    status: 400,
    code: error.code,
    title:
      error instanceof HeaderError ? 'The file has not the columns that are needed' : 'The file is not CSV',
    detail: error.message,
    faults: [
      { pointer: '/file', rule: error instanceof HeaderError ? 'header' : 'csv', message: error.message },
    ],
  });
}

async function uploadOf(request: FastifyRequest, kind: BulkKind, { db }: Services): Promise<BulkUpload> {
  const { id } = request.params as { id: string };
  const [upload] = await bulkUploads(db, { id, kind });
  if (!upload) {
    throw new Problem({
      status: 404,
      code: 'NOT_FOUND',
      title: 'No such upload',
      detail: 'There is no upload of this id.',
    });
  }
  if (upload.caller !== request.caller.id && !request.caller.roles.has('system-admin')) {
    throw new Problem({
      status: 403,
      code: 'FORBIDDEN',
      title: 'Not allowed',
      detail: 'The upload is another caller’s.',
    });
  }
  return upload;
}

async function* asDivocJson(
  rows: AsyncIterable<BulkError>,
  columns: readonly string[],
): AsyncGenerator<string> {
  yield `{"columns":${JSON.stringify([...columns, 'errors'])},"errorRows":[`;
  let first = true;
  for await (const { rowNumber, fields, reason } of rows) {
    const cells = columns.map((column, n) => [column, fields[n] ?? '']);
    const row = { ...Object.fromEntries(cells), row: rowNumber, errors: reason };
    yield `${first ? '' : ','}${JSON.stringify(row)}`;
    first = false;
  }
  yield ']}';
}
