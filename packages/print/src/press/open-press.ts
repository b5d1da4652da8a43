import { availableParallelism } from 'node:os';
import type { Design } from '../design/design.ts';
import { PrintError } from '../print-error.ts';
import type { PrintJob } from '../print-job.ts';
import { type PressLimits, packLimits } from './limits.ts';
import type { Picture, PictureChoice } from './messages.ts';
import { openRenderer, type Renderer } from './open-renderer.ts';

/** Processes that render. */
export interface Press {
  /**
   * Renders a page as soon as a process is free.
   *
   * @returns the bytes of a tagged PDF of the job's standard.
   * @throws PrintError `template`, `timeout`; `busy` where too many wait; `renderer`.
   */
  render(design: Design, job: PrintJob): Promise<Uint8Array>;
  /** Draws a page of a PDF as a picture. @throws PrintError in the same way. */
  draw(pdf: Uint8Array, picture: PictureChoice): Promise<Picture>;
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
  /** Better in a process that keeps it. */
  readonly design: Design | undefined;
  /** Never fails: whoever waits is told. */
  work(renderer: Renderer): Promise<void>;
  reject(error: PrintError): void;
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
  const take = (design: Design | undefined): Renderer | undefined => {
    for (const [renderer, timer] of free) {
      // It may have died while it had nothing to do.
      if (!renderer.ended) continue;
      clearTimeout(timer);
      free.delete(renderer);
    }
    const [first] = free.keys();
    const chosen = [...free.keys()].find((renderer) => design && renderer.keeps(design)) ?? first;
    if (!chosen) return busy.size < width ? openRenderer(limits) : undefined;
    clearTimeout(free.get(chosen));
    free.delete(chosen);
    return chosen;
  };
  const next = () => {
    const [first] = waiting;
    if (!first) return;
    let renderer: Renderer | undefined;
    try {
      renderer = take(first.design);
    } catch (error) {
      // A machine that has nothing left for a process. Whoever waits is told, and the next one tries again.
      waiting.shift();
      first.reject(new PrintError('renderer', `No renderer can be started: ${(error as Error).message}.`));
      return next();
    }
    if (!renderer) return;
    waiting.shift();
    busy.add(renderer);
    void first.work(renderer).finally(() => {
      busy.delete(renderer);
      rest(renderer);
      next();
    });
  };
  const inTurn = <Result>(design: Design | undefined, work: (renderer: Renderer) => Promise<Result>) =>
    new Promise<Result>((resolve, reject) => {
      if (closed || waiting.length >= maxWaiting) {
        reject(closed ? closing() : new PrintError('busy', 'Too many certificates wait to be printed.'));
        return;
      }
      waiting.push({
        design,
        work: (renderer) => work(renderer).then(resolve, (error) => reject(closed ? closing() : error)),
        reject,
      });
      next();
    });

  return {
    render: (design, job) => inTurn(design, (renderer) => renderer.render(design, job)),
    draw: (pdf, picture) => inTurn(undefined, (renderer) => renderer.draw(pdf, picture)),
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
