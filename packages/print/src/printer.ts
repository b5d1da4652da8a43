import { isAbsolute, normalize } from 'node:path';
import { Piscina } from 'piscina';
import { PrintError } from './print-error.ts';
import type { PrintJob } from './print-job.ts';
import type { RenderTask } from './render.ts';
import { checkTemplateFolder } from './template-folder.ts';

/** Prints certificates of one country pack. */
export interface Printer {
  /**
   * Renders a certificate.
   *
   * @returns the bytes of a tagged PDF/A-3a.
   * @throws PrintError.
   */
  print(job: PrintJob): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Threads that render. */
export interface RenderPool {
  /** How many certificates may be rendered at once. */
  readonly width: number;
  /** Runs {@link render} in a thread; where the signal aborts, the thread is ended. */
  run(task: RenderTask, signal: AbortSignal): Promise<Uint8Array | { failed: string }>;
  close(): Promise<void>;
}

export interface PrinterOptions {
  /** Absolute path of the country pack's folder. */
  readonly packDirectory: string;
  /** Milliseconds that one certificate may take before its template is given up. */
  readonly timeout?: number;
  /** Jobs that may wait; more are refused as `busy`. */
  readonly maxWaiting?: number;
  /** One thread of its own, where none is given. */
  readonly pool?: RenderPool;
}

interface Waiting {
  readonly job: PrintJob;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: PrintError) => void;
}

/**
 * Opens a printer. Threads are started when they are needed, and replaced where a template runs out of time.
 *
 * @throws PrintError `template` where the pack's templates reach outside of their folder.
 */
export function openPrinter({
  packDirectory,
  timeout = 10_000,
  maxWaiting = 200,
  pool = ownThread(),
}: PrinterOptions): Printer {
  checkTemplateFolder(packDirectory);
  const waiting: Waiting[] = [];
  let running = 0;
  let closed = false;

  const next = () => {
    const taken = running < pool.width ? waiting.shift() : undefined;
    if (!taken) return;
    running += 1;
    void render(pool, { packDirectory, job: taken.job }, timeout)
      .then(taken.resolve, taken.reject)
      .finally(() => {
        running -= 1;
        next();
      });
  };

  return {
    print: (job) =>
      new Promise((resolve, reject) => {
        const path = normalize(job.template);
        if (isAbsolute(path) || path.startsWith('..')) {
          reject(new PrintError('template', 'A template lies below its pack’s folder.'));
        } else if (closed || waiting.length >= maxWaiting) {
          reject(new PrintError('busy', 'Too many certificates wait to be printed.'));
        } else {
          waiting.push({ job, resolve, reject });
          next();
        }
      }),
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new PrintError('busy', 'The printer closes.'));
      await pool.close();
    },
  };
}

async function render(pool: RenderPool, task: RenderTask, timeout: number): Promise<Uint8Array> {
  const { template } = task.job;
  const signal = AbortSignal.timeout(timeout);
  const rendered = await pool.run(task, signal).catch(() => {
    if (signal.aborted) throw new PrintError('timeout', `${template} took longer than ${timeout} ms.`);
    throw new PrintError('template', `${template}: the renderer ended.`);
  });
  if ('failed' in rendered) throw new PrintError('template', `${template}: ${rendered.failed}`);
  return rendered;
}

function ownThread(): RenderPool {
  const thread = new Piscina<RenderTask, Uint8Array | { failed: string }>({
    filename: new URL('./render.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
  });
  return {
    width: 1,
    run: (task, signal) => thread.run(task, { signal }),
    close: () => thread.destroy(),
  };
}
