import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorsCsv } from '../../bulk/errors-csv.ts';
import { receiveUpload } from '../../bulk/receive-upload.ts';
import { startBulkRunner } from '../../bulk/runner.ts';
import { showUpload } from '../../bulk/show-upload.ts';
import { readConfig } from '../../config.ts';
import { openDesk } from '../../issuing/desk.ts';
import { openKeyKeeper } from '../../keys/key-keeper.ts';
import { packNamed } from '../../pack-named.ts';
import { bulkUploads } from '../../registry/bulk/bulk-uploads.ts';
import type { BulkKind } from '../../registry/tables.ts';
import { openWorkers } from '../../workers/pool.ts';
import { CommandError } from '../command-error.ts';
import { withDatabase } from '../with-database.ts';
import { progressBar, type UploadProgress } from './progress-bar.ts';

/** What `mohar bulk` is given. */
export interface BulkOptions {
  type: BulkKind;
  errors?: string;
  url?: string;
}

/** An upload that somebody works on. */
interface Upload {
  progress(): Promise<UploadProgress>;
  /** The faulty rows as CSV. */
  errors(): Promise<Readable>;
}

/** `mohar bulk`: certifies the rows of a CSV file, by itself or through a service that runs. */
export async function certifyRows(file: string, options: BulkOptions): Promise<void> {
  const follow = async (upload: Upload) => {
    const show = progressBar(process.stderr);
    let progress = await upload.progress();
    for (; progress.finishedAt === undefined; progress = await upload.progress()) {
      show(progress, false);
      await sleep(500);
    }
    show(progress, true);
    const { ID, issued, duplicate, failed } = progress;
    process.stdout.write(
      `Upload ${ID}: ${issued} issued, ${duplicate} certified before, ${failed} failed.\n`,
    );
    if (failed === 0) return;
    const errors = options.errors ?? `${file.replace(/\.csv$/i, '')}.errors.csv`;
    await pipeline(await upload.errors(), createWriteStream(errors, { mode: 0o600 }));
    process.stdout.write(`The failed rows, with their reasons, are in ${errors}\n`);
    process.exitCode = 1;
  };
  if (options.url === undefined) await byDatabase(file, options.type, follow);
  else await follow(await byService(file, options.type, options.url.replace(/\/$/, '')));
}

async function byDatabase(file: string, kind: BulkKind, follow: (upload: Upload) => Promise<void>) {
  const config = readConfig(process.env);
  const pack = packNamed(config.country);
  await withDatabase(config, config.poolSize, async ({ db }) => {
    const { uploadId } = await receiveUpload(db, pack, {
      kind,
      name: basename(file),
      caller: 'cli',
      bytes: createReadStream(file),
    });
    const say = (what: string, { message }: { readonly message: string }) =>
      process.stderr.write(`${what}: ${message}\n`);
    const keeper = await openKeyKeeper(db, pack, config, {
      clock: Date.now,
      notify: (notice) => say('Keys', notice),
      onError: (error) => say('The keys could not be looked at', error as Error),
    });
    const workers = openWorkers(keeper.issuer, { threads: config.workers });
    keeper.onChange(() => workers.use(keeper.issuer));
    const runner = startBulkRunner(openDesk(db, keeper, workers.sign), {
      clock: Date.now,
      onError: (error) => say('A job failed, and is tried again', error as Error),
    });
    const uploadNow = async () => {
      const [upload] = await bulkUploads(db, { id: uploadId });
      if (!upload) throw new CommandError(`Upload ${uploadId} was removed meanwhile.`);
      return upload;
    };
    try {
      await follow({
        progress: async () => showUpload(await uploadNow()),
        errors: async () => errorsCsv(db, await uploadNow()),
      });
    } finally {
      await runner.close();
      await workers.close();
      await keeper.close();
    }
  });
}

async function byService(file: string, kind: BulkKind, url: string): Promise<Upload> {
  const key = process.env.MOHAR_API_KEY;
  if (!key) throw new CommandError('--url needs MOHAR_API_KEY: a key of that service.');
  const base = `${url}/divoc/api/v1${kind === 'test' ? '/test' : ''}`;
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, ...init.headers };
    const answer = await fetch(`${base}${path}`, { ...init, headers });
    if (answer.ok) return answer;
    const { detail = answer.statusText } = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new CommandError(`The service answered ${answer.status}: ${detail}`);
  };
  const sent = await call('/bulkCertify', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: await openAsBlob(file),
  });
  const { uploadId } = (await sent.json()) as { uploadId: number };
  return {
    progress: async () => (await (await call(`/certify/uploads/${uploadId}`)).json()) as UploadProgress,
    errors: async () => {
      const { body } = await call(`/certify/uploads/${uploadId}/errors`, { headers: { accept: 'text/csv' } });
      return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    },
  };
}
