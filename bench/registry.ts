import { rmSync } from 'node:fs';
import { driveCertify, median, percentiles } from './load/drive.ts';
import { filledBeneficiary, fillRegistry } from './load/fill-registry.ts';
import { freshDirectory } from './load/fresh-directory.ts';
import { openConnection } from './load/http-client.ts';
import { type BenchService, startService } from './load/running-service.ts';
import type { Row } from './row.ts';

const levels = [0, 1_000_000, 10_000_000];
const runs = 5;
const load = { connections: 4, batch: 100, seconds: 8 };

/**
 * Issuing (over HTTP, in batches of 100) and fetching by beneficiary at registries of growing size. The rows are
 * filled in by the database, see `load/fill-registry.ts` for what that skips; what is measured is real.
 */
export async function registry(): Promise<Row[]> {
  const data = freshDirectory('mohar-registry-');
  const rows: Row[] = [];
  let empty: number | undefined;
  let filled = 0;
  for (const level of levels) {
    const size = level > filled ? await fillRegistry(data, filled, level) : undefined;
    filled = level;
    const service = await startService(data);
    await driveCertify(service, { ...load, seconds: 15 });
    const found = [];
    for (let n = 0; n < runs; n += 1) found.push((await driveCertify(service, load)).perSecond);
    const perSecond = median(found);
    const name = level === 0 ? 'empty' : `${level / 1_000_000} million`;
    rows.push({
      what: `${name}: issued in batches of 100`,
      figure: perSecond,
      ...(empty === undefined ? {} : { peers: [{ what: 'the same when empty', figure: empty }] }),
    });
    empty ??= perSecond;
    if (size) {
      rows.push({
        what: `${name}: fetch by beneficiary, p99`,
        figure: await fetchP99(service, level),
        unit: 'ms',
      });
      rows.push({ what: `${name}: table and indexes, a certificate`, figure: size.bytesEach, unit: 'bytes' });
      rows.push({ what: `${name}: audit trail, a certificate`, figure: size.auditBytesEach, unit: 'bytes' });
    }
    await service.stop();
  }
  rmSync(data, { recursive: true, force: true });
  return rows;
}

/** Milliseconds of `HEAD /certificate/api/certificatePDF/{beneficiary}`, audit entry included; median of the runs. */
async function fetchP99(service: BenchService, count: number): Promise<number> {
  const p99s: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        const connection = await openConnection(service.port, service.key);
        for (let n = 0; n < 1_000; n += 1) {
          const beneficiary = filledBeneficiary(Math.floor(Math.random() * count));
          const sent = performance.now();
          const { status } = await connection.send('HEAD', `/certificate/api/certificatePDF/${beneficiary}`);
          if (status !== 200) throw new Error(`The fetch was answered with ${status}.`);
          times.push(performance.now() - sent);
        }
        connection.close();
      }),
    );
    p99s.push(percentiles(times).p99);
  }
  return median(p99s);
}
