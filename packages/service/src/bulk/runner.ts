import type { IssuingDesk } from '../issuing/desk.ts';
import { finishUploads } from '../registry/bulk/bulk-uploads.ts';
import { type JobResult, runJob } from './run-job.ts';

/** Works on the jobs of uploads, beside whatever else the process does. */
export interface BulkRunner {
  /** Looks for jobs now, instead of at the next turn. */
  wake(): void;
  /** Waits for the jobs that are under way; what is left stays for others, or for the next start. */
  close(): Promise<void>;
}

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
  let closed = false;
  const sleepers = new Set<() => void>();
  const sleep = () =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, pause);
      sleepers.add(wake);
    });
  const wake = () => {
    for (const one of sleepers) one();
  };

  const work = async () => {
    let busy = true;
    while (!closed) {
      try {
        const result = await runJob(desk, clock());
        if (result) onJob?.(result);
        // Also what another process left without its last word.
        else if (busy) await finishUploads(desk.db, new Date(clock()));
        busy = result !== undefined;
        if (!busy) await sleep();
      } catch (error) {
        onError?.(error);
        await sleep();
        busy = true;
      }
    }
  };
  const working = Array.from({ length: lanes }, work);
  return {
    wake,
    close: async () => {
      closed = true;
      wake();
      await Promise.all(working);
    },
  };
}
