import { isAbsolute, normalize } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PrintError } from './print-error.ts';
import type { PrintJob } from './print-job.ts';
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

export interface PrinterOptions {
  /** Absolute path of the country pack's folder. */
  readonly packDirectory: string;
  /** Milliseconds that one certificate may take before its template is given up. */
  readonly timeout?: number;
  /** Jobs that may wait; more are refused as `busy`. */
  readonly maxWaiting?: number;
}

interface Waiting {
  readonly job: PrintJob;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: PrintError) => void;
}

/**
 * Opens a printer: one rendering thread that takes jobs in turn, started with the first job and replaced where a
 * template runs out of time.
 *
 * @throws PrintError `template` where the pack's templates reach outside of their folder.
 */
export function openPrinter({ packDirectory, timeout = 10_000, maxWaiting = 200 }: PrinterOptions): Printer {
  checkTemplateFolder(packDirectory);
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let busy = false;
  let closed = false;

  const next = () => {
    const taken = busy ? undefined : waiting.shift();
    if (!taken) return;
    busy = true;
    worker ??= startWorker(packDirectory);
    const current = worker;
    current.ref();
    const finish = (settle: () => void, replace = false) => {
      clearTimeout(timer);
      current.off('message', answered).off('error', died).off('exit', died);
      if (replace) {
        worker = undefined;
        void current.terminate();
      } else current.unref();
      busy = false;
      settle();
      next();
    };
    const timer = setTimeout(() => {
      finish(
        () =>
          taken.reject(new PrintError('timeout', `${taken.job.template} took longer than ${timeout} ms.`)),
        true,
      );
    }, timeout);
    const answered = (answer: { pdf: Uint8Array } | { failed: string }) =>
      finish(() => {
        if ('pdf' in answer) taken.resolve(answer.pdf);
        else taken.reject(new PrintError('template', `${taken.job.template}: ${answer.failed}`));
      });
    const died = () =>
      finish(
        () => taken.reject(new PrintError('template', `${taken.job.template}: the renderer ended.`)),
        true,
      );
    current.once('message', answered).once('error', died).once('exit', died);
    current.postMessage(taken.job);
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
      await worker?.terminate();
    },
  };
}

const startWorker = (packDirectory: string) =>
  new Worker(new URL('./render-worker.ts', import.meta.url), { workerData: { packDirectory } });
