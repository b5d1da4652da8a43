/**
 * A thread beside the one that renders, which native code may hold for ever. It ends the whole process where a page takes too
 * much memory or time of the processor, and where the service is gone.
 */
import { workerData } from 'node:worker_threads';

/** What the watched thread gives. */
export interface Watched {
  /** Time of the processor, in milliseconds, at which the process is to end; 0 while it waits. */
  readonly until: Int32Array;
  /** Bytes. */
  readonly memory: number;
  /** Process id of the service. */
  readonly parent: number;
}

const { until, memory, parent } = workerData as Watched;

setInterval(() => {
  const limit = Atomics.load(until, 0);
  const { user, system } = process.cpuUsage();
  // Told from every other end by this signal. Unlike SIGXCPU it dumps no memory, of certificates, into the hands of a machine
  // that collects such dumps whatever the process's own limit is.
  if (limit > 0 && (user + system) / 1_000 > limit) process.kill(process.pid, 'SIGVTALRM');
  if (process.memoryUsage.rss() > memory || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 20);
