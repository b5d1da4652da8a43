import { openAsBlob, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultyEvery, writeCsv } from './load/csv-file.ts';
import { freshDirectory } from './load/fresh-directory.ts';
import { startService } from './load/running-service.ts';
import type { Row } from './row.ts';

const rows = 1_000_000;
/** Shares of the file at which the service is killed. */
const killAt = [0.2, 0.5, 0.8];

interface Progress {
  readonly done: number;
  readonly issued: number;
  readonly failed: number;
  readonly finishedAt?: string;
}

/**
 * A file of a million rows, uploaded to a service that is killed (-9) three times on the way and started again, with
 * its memory watched. Throws unless it ends with exactly the certificates and the faulty rows that it should.
 */
export async function bulk(): Promise<Row[]> {
  const directory = freshDirectory('mohar-bulk-');
  const file = join(directory, 'events.csv');
  const data = join(directory, 'data');
  await writeCsv(file, rows, 8_000_000_000);
  const kills = [...killAt];
  let service = await startService(data);
  let peak = 0;
  const call = async (path: string, init: RequestInit = {}) => {
    const url = `http://127.0.0.1:${service.port}/divoc/api/v1${path}`;
    const headers = { authorization: `Bearer ${service.key}`, ...init.headers };
    return (await fetch(url, { ...init, headers })).json();
  };

  const start = performance.now();
  const body = await openAsBlob(file);
  const watching = setInterval(() => {
    peak = Math.max(peak, service.residentMemory() || 0);
  }, 100);
  const { uploadId } = (await call('/bulkCertify', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
  })) as { uploadId: number };
  const received = performance.now();
  let progress: Progress;
  for (;;) {
    await sleep(200);
    progress = (await call(`/certify/uploads/${uploadId}`)) as Progress;
    if (progress.finishedAt) break;
    if (progress.done < (kills[0] ?? Number.POSITIVE_INFINITY) * rows) continue;
    kills.shift();
    const ended = new Promise((resolve) => service.process.once('exit', resolve));
    service.process.kill('SIGKILL');
    await ended;
    service = await startService(data);
  }
  const seconds = (performance.now() - received) / 1_000;
  clearInterval(watching);
  const faulty = rows / faultyEvery;
  const { errorRows } = (await call(`/certify/uploads/${uploadId}/errors`)) as { errorRows: unknown[] };
  if (progress.issued !== rows - faulty || progress.failed !== faulty || errorRows.length !== faulty) {
    throw new Error(`The upload ended wrongly: ${JSON.stringify(progress)}, ${errorRows.length} faulty rows`);
  }
  await service.stop();
  rmSync(directory, { recursive: true, force: true });
  return [
    { what: 'rows of a million-row CSV, killed three times', figure: rows / seconds },
    { what: '… receiving the file', figure: (received - start) / 1_000, unit: 's' },
    { what: '… highest resident memory of the service', figure: peak, unit: 'MB' },
  ];
}
