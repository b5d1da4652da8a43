import { openConnection } from './http-client.ts';
import { vaccinationOf } from './people.ts';
import type { BenchService } from './running-service.ts';

/** How fast certificates were issued over a span, and how long the requests took. */
export interface Driven {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Serial numbers that no run of this process has used yet. */
let nextSerial = 1_000_000_000;

/**
 * Sends certify requests over a number of connections for a span, each waiting for its answer.
 *
 * @throws Error where any request is not answered with 200.
 */
export async function driveCertify(
  service: BenchService,
  { connections, batch, seconds }: { connections: number; batch: number; seconds: number },
): Promise<Driven> {
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await openConnection(service.port, service.key);
      while (performance.now() < end) {
        const from = nextSerial;
        nextSerial += batch;
        const body = JSON.stringify(Array.from({ length: batch }, (_, n) => vaccinationOf(from + n)));
        const sent = performance.now();
        const { status, body: said } = await connection.send('POST', '/divoc/api/v1/certify', body);
        if (status !== 200) throw new Error(`certify answered ${status}: ${said.slice(0, 300)}`);
        times.push(performance.now() - sent);
      }
      connection.close();
    }),
  );
  const elapsed = performance.now() - start;
  return { perSecond: (times.length * batch * 1_000) / elapsed, ...percentiles(times) };
}

/** The 50th and 99th percentile. */
export function percentiles(times: number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
  return { p50: at(0.5), p99: at(0.99) };
}

/** The median of some figures. */
export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] as number;
