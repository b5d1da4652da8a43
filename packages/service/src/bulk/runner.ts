import { type BackgroundLoop, startLoop } from '../background-loop.ts';
import type { IssuingDesk } from '../issuing/desk.ts';
import { finishUploads } from '../registry/bulk/bulk-uploads.ts';
import { type JobResult, runJob } from './run-job.ts';

/** Works on the jobs of uploads, beside whatever else the process does. */
export type BulkRunner = BackgroundLoop;

export interface BulkRunnerOptions {
  readonly clock: () => number;
  onJob?(result: JobResult): void;
  onError?(error: unknown): void;
}

/** Jobs at once: one signs while the other is written. */
const lanes = 2;
/** Milliseconds between looks at the database where there is nothing to do, or where it failed. */
const pause = 2_000;

/**
 * Starts working on jobs, those of other processes' uploads too. Any number of processes may: each job is taken by
 * one.
 */
export function startBulkRunner(desk: IssuingDesk, { clock, onJob, onError }: BulkRunnerOptions): BulkRunner {
  const startLane = () => {
    let busy = true;
    return startLoop({
      pause,
      ...(onError ? { onError } : {}),
      work: async () => {
        const result = await runJob(desk, clock());
        if (result) onJob?.(result);
        // Also what another process left without its last word.
        else if (busy) await finishUploads(desk.db, new Date(clock()));
        busy = result !== undefined;
        return busy;
      },
    });
  };
  const working = Array.from({ length: lanes }, startLane);
  return {
    wake: () => {
      for (const lane of working) lane.wake();
    },
    close: async () => {
      await Promise.all(working.map((lane) => lane.close()));
    },
  };
}
