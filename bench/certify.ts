import { driveCertify, median } from './load/drive.ts';
import { startService } from './load/running-service.ts';
import type { Row } from './row.ts';

/** Medians of this many runs, after one to warm up. */
const runs = 5;

/**
 * Certify over HTTP: service, embedded PostgreSQL (fsync and synchronous_commit on) and load generator on the same
 * processors. DIVOC's own load test reached 271 requests a second on a cluster of 19 servers.
 */
export async function certify(): Promise<Row[]> {
  const service = await startService();
  const measure = async (load: { connections: number; batch: number; seconds: number }) => {
    await driveCertify(service, { ...load, seconds: 10 });
    const found = [];
    for (let n = 0; n < runs; n += 1) found.push(await driveCertify(service, load));
    return {
      perSecond: median(found.map(({ perSecond }) => perSecond)),
      p99: median(found.map(({ p99 }) => p99)),
    };
  };
  const divoc = (figure: number) => ({ what: 'DIVOC’s load test, 19 servers', figure });
  const batches = await measure({ connections: 4, batch: 100, seconds: 6 });
  const singles = await measure({ connections: 64, batch: 1, seconds: 6 });
  const memory = service.residentMemory();
  await service.stop();
  return [
    { what: 'batches of 100, 4 connections', figure: batches.perSecond, peers: [divoc(271)] },
    { what: '… p99 of a batch', figure: batches.p99, unit: 'ms' },
    { what: 'single events, 64 connections', figure: singles.perSecond, peers: [divoc(271)] },
    {
      what: '… p99',
      figure: singles.p99,
      unit: 'ms',
      peers: [{ what: 'DIVOC’s load test, p95', figure: 43 }],
    },
    { what: '… resident memory of the service', figure: memory, unit: 'MB' },
  ];
}
