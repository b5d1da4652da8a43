import { Piscina } from 'piscina';
import { type Candidates, type EventBatch, readAndSign } from '../issuing/candidates.ts';
import type { Issuer, IssuerRecipe } from '../issuing/issuer.ts';
import { type Line, type LineSetting, openLine } from './line.ts';
import { type BatchPart, merged, partsOf, type SigningTask } from './tasks.ts';

/** Threads that sign with one issuer. Where the key is in a token there are none: it signs on this thread. */
export interface Crew {
  readonly issuer: Issuer;
  /** @param hurry somebody waits for the answer; otherwise half of the threads are left to those who do. */
  sign(batch: EventBatch, hurry: boolean): Promise<Candidates>;
  /** Ends the threads, as soon as everything is done that was asked for. */
  finish(): Promise<void>;
}

/** Events of one task: long enough to be worth the way to a thread, short enough to share the threads fairly. */
const taskSize = 50;
/** Fewer events than this are signed where they arrived: the way to a thread and back would take longer. */
const minEvents = 4;

/** Parts that a token signs at once, a little more than it has sessions; and the events of each. */
const tokenWidth = 8;
const tokenTaskSize = 10;

export function openCrew(issuer: Issuer, threads: number): Crew {
  const { recipe } = issuer;
  const pool = recipe && openThreads(recipe, threads);
  const here = (part: BatchPart) => readAndSign(part, issuer);
  const lineOf = (share: number): Line =>
    openLine(
      pool
        ? { width: Math.max(1, Math.floor(threads * share)), ...inThreads(pool, here) }
        : {
            width: Math.max(1, tokenWidth * share),
            groupSize: 1,
            work: ([part]) => here(part).then((one) => [one]),
          },
    );
  const urgent = lineOf(1);
  const unhurried = lineOf(0.5);
  const partSize = recipe ? taskSize : tokenTaskSize;

  let underWay = 0;
  let idle: (() => void) | undefined;
  const counted = async (work: Promise<Candidates>): Promise<Candidates> => {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
      if (underWay === 0) idle?.();
    }
  };

  return {
    issuer,
    sign: (batch, hurry) =>
      counted(
        Promise.all(partsOf(batch, partSize).map(hurry ? urgent : unhurried)).then((parts) =>
          merged(parts, batch.partial),
        ),
      ),
    finish: async () => {
      if (underWay > 0) {
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      }
      await pool?.destroy();
    },
  };
}

const openThreads = (recipe: IssuerRecipe, threads: number) =>
  new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    workerData: recipe,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 },
  });

/** Signing in threads; a few events at a quiet moment on this one. */
const inThreads = (
  pool: Piscina,
  here: (part: BatchPart) => Promise<Candidates>,
): Omit<LineSetting, 'width'> => ({
  groupSize: taskSize,
  few: { fewerThan: minEvents, work: here },
  work: async (parts) => {
    const task: SigningTask = { json: JSON.stringify(parts) };
    return (await pool.run(task)) as Candidates[];
  },
});
