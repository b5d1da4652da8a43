import { availableParallelism } from 'node:os';
import type { RenderPool } from '@mohar/print/printer.ts';
import { Piscina } from 'piscina';
import { type Candidates, readAndSign } from '../issuing/candidates.ts';
import { BusyError, type IssuingDesk } from '../issuing/desk.ts';
import type { Issuer } from '../issuing/issuer.ts';
import { takeGroup } from '../take-group.ts';
import { type BatchPart, merged, partsOf, type SigningTask, type WorkerSetting } from './tasks.ts';

/** The threads that sign and print, shared by all requests. */
export interface WorkerPool {
  /** See {@link IssuingDesk.sign}. */
  sign: IssuingDesk['sign'];
  /** For the printer. Printing leaves one thread to signing. */
  readonly rendering: RenderPool;
  close(): Promise<void>;
}

/** As many threads as processors, and two at least, so that a long print does not hold up signing. */
const defaultThreads = () => Math.max(2, availableParallelism());

/** Fewer events than this are signed where they arrived: the way to a thread and back would take longer. */
const minEvents = 4;
/** Events of one task: long enough to be worth the way, short enough to share the threads fairly. */
const taskSize = 50;
/** A part of a request, and who waits for it. */
interface Waiting {
  readonly part: BatchPart;
  readonly resolve: (candidates: Candidates) => void;
  readonly reject: (error: unknown) => void;
}

export interface WorkerOptions {
  readonly threads?: number | undefined;
  /** Events that may be in the service at once: some seconds' work. More are refused, so that none wait for long. */
  readonly maxEvents?: number;
}

/** Opens the pool. Threads start when they are needed, and end when they have nothing to do. */
export function openWorkers(
  issuer: Issuer,
  { threads = defaultThreads(), maxEvents = 20_000 }: WorkerOptions = {},
): WorkerPool {
  const setting: WorkerSetting = { issuer: issuer.recipe };
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    workerData: setting,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 },
  });
  let events = 0;
  const urgent = openLine(threads, issuer, pool);
  const unhurried = openLine(Math.max(1, Math.floor(threads / 2)), issuer, pool);

  return {
    sign: async (batch, { hurry } = { hurry: true }) => {
      const { length } = batch.values;
      if (events + length > maxEvents && events > 0)
        throw new BusyError('Too many events wait to be signed.');
      events += length;
      try {
        const line = hurry ? urgent : unhurried;
        return merged(await Promise.all(partsOf(batch, taskSize).map(line)), batch.partial);
      } finally {
        events -= length;
      }
    },
    rendering: {
      width: Math.max(1, threads - 1),
      run: (task, signal) => pool.run(task, { name: 'render', signal }),
      close: async () => {},
    },
    close: () => pool.destroy(),
  };
}

const eventsOf = ({ part }: Waiting) => part.values.length;

/** A line of parts that wait for threads, of which it takes up to `width`. Put a part in, and wait. */
function openLine(width: number, issuer: Issuer, pool: Piscina): (part: BatchPart) => Promise<Candidates> {
  let running = 0;
  const waiting: Waiting[] = [];
  const start = () => {
    const count = waiting.reduce((sum, one) => sum + eventsOf(one), 0);
    if (running === 0 && count < minEvents) {
      for (const { part, resolve, reject } of waiting.splice(0))
        readAndSign(part, issuer).then(resolve, reject);
      return;
    }
    // Spread over the threads that are free; while none is, the next task fills.
    const size = Math.min(taskSize, Math.max(minEvents, Math.ceil(count / (width - running))));
    while (running < width && waiting.length > 0) {
      running += 1;
      void signInThread(takeGroup(waiting, size, eventsOf), pool).finally(() => {
        running -= 1;
        start();
      });
    }
  };
  return (part) =>
    new Promise((resolve, reject) => {
      // Requests of the same turn of the event loop share the way to a thread.
      if (waiting.push({ part, resolve, reject }) === 1) setImmediate(start);
    });
}

async function signInThread(group: readonly Waiting[], pool: Piscina): Promise<void> {
  try {
    const task: SigningTask = { json: JSON.stringify(group.map(({ part }) => part)) };
    const found = (await pool.run(task, { name: 'sign' })) as Candidates[];
    for (const [n, { resolve }] of group.entries()) resolve(found[n] as Candidates);
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
