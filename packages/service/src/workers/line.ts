import type { Candidates } from '../issuing/candidates.ts';
import { takeGroup } from '../take-group.ts';
import type { BatchPart } from './tasks.ts';

/** Put a part in, and wait. */
export type Line = (part: BatchPart) => Promise<Candidates>;

export interface LineSetting {
  /** Groups of parts that are worked on at once. */
  readonly width: number;
  /** Events that a group has at most, unless a single part has more. */
  readonly groupSize: number;
  /** Where nothing else is done and only so few events wait: how each of their parts is done. */
  readonly few?: { readonly fewerThan: number; work(part: BatchPart): Promise<Candidates> };
  /** Works on a group; returns what was found of each part, in their order. */
  work(parts: readonly [BatchPart, ...BatchPart[]]): Promise<readonly Candidates[]>;
}

/** A part of a request, and who waits for it. */
interface Waiting {
  readonly part: BatchPart;
  readonly resolve: (candidates: Candidates) => void;
  readonly reject: (error: unknown) => void;
}

const eventsOf = ({ part }: Waiting) => part.values.length;

/** A line of parts that wait to be signed, of which several groups are worked on at once. */
export function openLine({ width, groupSize, few, work }: LineSetting): Line {
  let running = 0;
  const waiting: Waiting[] = [];
  const start = () => {
    const count = waiting.reduce((sum, one) => sum + eventsOf(one), 0);
    if (few && running === 0 && count < few.fewerThan) {
      for (const { part, resolve, reject } of waiting.splice(0)) few.work(part).then(resolve, reject);
      return;
    }
    // Spread over what is free; while nothing is, the next group fills.
    const size = Math.min(groupSize, Math.max(few?.fewerThan ?? 1, Math.ceil(count / (width - running))));
    while (running < width && waiting.length > 0) {
      running += 1;
      void workOn(takeGroup(waiting, size, eventsOf), work).finally(() => {
        running -= 1;
        start();
      });
    }
  };
  return (part) =>
    new Promise((resolve, reject) => {
      // Requests of the same turn of the event loop share a group.
      if (waiting.push({ part, resolve, reject }) === 1) setImmediate(start);
    });
}

async function workOn(group: readonly Waiting[], work: LineSetting['work']): Promise<void> {
  try {
    const found = await work(group.map(({ part }) => part) as [BatchPart, ...BatchPart[]]);
    for (const [n, { resolve }] of group.entries()) resolve(found[n] as Candidates);
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
