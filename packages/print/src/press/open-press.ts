import { availableParallelism } from 'node:os';
import type { Design } from '../design/design.ts';
import { PrintError } from '../print-error.ts';
import type { PrintJob } from '../print-job.ts';
import { type PressLimits, packLimits } from './limits.ts';
import { openRenderer, type Renderer } from './open-renderer.ts';

/** Processes that render. */
export interface Press {
  /**
   * Renders a page as soon as a process is free.
   *
   * @returns the bytes of a tagged PDF/A-3a.
   * @throws PrintError `template`, `timeout`; `busy` where too many wait.
   */
  render(design: Design, job: PrintJob): Promise<Uint8Array>;
  /** Kills what runs, and refuses what waits. */
  close(): Promise<void>;
}

export interface PressOptions {
  /** Processes at once; one less than there are processors where not given, and one at least. */
  readonly width?: number | undefined;
  readonly limits?: PressLimits;
  /** Jobs that may wait; more are refused as `busy`. */
  readonly maxWaiting?: number;
  /** Milliseconds after which a process with nothing to do is ended. */
  readonly idle?: number;
}

interface Waiting {
  readonly design: Design;
  readonly job: PrintJob;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens a press. Processes are started when they are needed, and end when they have nothing to do. */
export function openPress({
  width = Math.max(1, availableParallelism() - 1),
  limits = packLimits,
  maxWaiting = 200,
  idle = 30_000,
}: PressOptions = {}): Press {
  const waiting: Waiting[] = [];
  const busy = new Set<Renderer>();
  /** With the timer of their end. */
  const free = new Map<Renderer, NodeJS.Timeout>();
  const ending = new Set<Promise<void>>();
  let closed = false;

  const end = (renderer: Renderer) => {
    const gone = renderer.end().finally(() => ending.delete(gone));
    ending.add(gone);
  };
  const rest = (renderer: Renderer) => {
    if (renderer.ended || closed) return end(renderer);
    const timer = setTimeout(() => {
      free.delete(renderer);
      end(renderer);
    }, idle);
    free.set(renderer, timer.unref());
  };
  const take = (design: Design): Renderer | undefined => {
    for (const [renderer, timer] of free) {
      // It may have died while it had nothing to do.
      if (!renderer.ended) continue;
      clearTimeout(timer);
      free.delete(renderer);
    }
    const [first] = free.keys();
    const chosen = [...free.keys()].find((renderer) => renderer.keeps(design)) ?? first;
    if (!chosen) return busy.size < width ? openRenderer(limits) : undefined;
    clearTimeout(free.get(chosen));
    free.delete(chosen);
    return chosen;
  };
  const next = () => {
    const [first] = waiting;
    const renderer = first && take(first.design);
    if (!first || !renderer) return;
    waiting.shift();
    busy.add(renderer);
    void renderer
      .render(first.design, first.job)
      .then(first.resolve, (error) => first.reject(closed ? closing() : error))
      .finally(() => {
        busy.delete(renderer);
        rest(renderer);
        next();
      });
  };

  return {
    render: (design, job) =>
      new Promise((resolve, reject) => {
        if (closed || waiting.length >= maxWaiting) {
          reject(closed ? closing() : new PrintError('busy', 'Too many certificates wait to be printed.'));
          return;
        }
        waiting.push({ design, job, resolve, reject });
        next();
      }),
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(closing());
      for (const [renderer, timer] of free) {
        clearTimeout(timer);
        end(renderer);
      }
      free.clear();
      for (const renderer of busy) end(renderer);
      await Promise.all(ending);
    },
  };
}

const closing = () => new PrintError('busy', 'The printer closes.');
