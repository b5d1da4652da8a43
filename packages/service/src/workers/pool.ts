import { availableParallelism } from 'node:os';
import type { RenderPool } from '@mohar/print/printer.ts';
import { Piscina } from 'piscina';
import { type Candidate, type Candidates, type EventBatch, readAndSign } from '../issuing/candidates.ts';
import { BusyError } from '../issuing/desk.ts';
import type { Issuer } from '../issuing/issuer.ts';
import type { SigningTask, WorkerSetting } from './tasks.ts';

/** The threads that sign and print, shared by all requests. */
export interface WorkerPool {
  /** See {@link IssuingDesk.sign}. */
  sign(batch: EventBatch): Promise<Candidates>;
  /** For the printer. Printing leaves one thread to signing. */
  readonly rendering: RenderPool;
  close(): Promise<void>;
}

/** As many threads as processors, and two at least, so that a long print does not hold up signing. */
export const defaultThreads = () => Math.max(2, availableParallelism());

/** Fewer events than this are signed where they arrived: the way to a thread and back would take longer. */
const minBatch = 8;
/** Events of one task: long enough to be worth the way, short enough to share the threads fairly. */
const taskSize = 50;
/** Events that may be in the service at once, some seconds' work; more are refused, so that none wait for long. */
const maxEvents = 20_000;

/** Opens the pool. Threads start when they are needed, and end when they have nothing to do. */
export function openWorkers(issuer: Issuer, threads = defaultThreads()): WorkerPool {
  const setting: WorkerSetting = { issuer: issuer.recipe };
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    workerData: setting,
  });
  let events = 0;
  return {
    sign: async (batch) => {
      const { length } = batch.values;
      if (events + length > maxEvents && events > 0)
        throw new BusyError('Too many events wait to be signed.');
      events += length;
      try {
        return length < minBatch ? await readAndSign(batch, issuer) : await signInThreads(batch, pool);
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

async function signInThreads({ values, kind, ...rest }: EventBatch, pool: Piscina): Promise<Candidates> {
  const tasks: Promise<Candidates>[] = [];
  for (let offset = 0; offset < values.length; offset += taskSize) {
    const task: SigningTask = {
      ...rest,
      kind: typeof kind === 'string' ? kind : kind.entityType,
      values: values.slice(offset, offset + taskSize),
      offset: rest.offset + offset,
    };
    tasks.push(pool.run(task, { name: 'sign' }));
  }
  const parts = await Promise.all(tasks);
  const rejected = new Map(parts.flatMap((part) => [...part.rejected]));
  if (rejected.size > 0 && !rest.partial) return { good: [], rejected };
  return { good: parts.flatMap(({ good }) => good.map(withBuffers)), rejected };
}

/** Between threads, a Buffer becomes a plain Uint8Array. */
const withBuffers = (candidate: Candidate): Candidate => ({
  ...candidate,
  content: asBuffer(candidate.content),
  identity: {
    ...candidate.identity,
    eventKey: asBuffer(candidate.identity.eventKey),
    contentDigest: asBuffer(candidate.identity.contentDigest),
  },
});

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
