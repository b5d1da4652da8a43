/** The process that renders: keeps designs, and prints with them what it is asked to. It is started by `open-renderer.ts`. */
import { Worker } from 'node:worker_threads';
import { readFonts } from '../fonts.ts';
import { largestPdf } from './limits.ts';
import type { Answer, PictureChoice, Question, WatchedLimits } from './messages.ts';
import { openTypstDesign, type TypstDesign } from './typst-design.ts';
import type { Watched } from './watchdog.ts';

// They are sent to the whole group; the service then finishes what it has, and this process with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit());

const limits = JSON.parse(process.argv[2] ?? '{}') as WatchedLimits;
const until = new Int32Array(new SharedArrayBuffer(4));
new Worker(new URL('./watchdog.ts', import.meta.url), {
  workerData: { until, memory: limits.memory * 2 ** 20, parent: process.ppid } satisfies Watched,
}).unref();

/** Ends the process where the work takes longer. */
async function within<Result>(milliseconds: number, work: () => Result | Promise<Result>): Promise<Result> {
  const { user, system } = process.cpuUsage();
  Atomics.store(until, 0, Math.ceil((user + system) / 1_000) + milliseconds);
  try {
    return await work();
  } finally {
    Atomics.store(until, 0, 0);
  }
}

const say = (answer: Answer) => process.send?.(answer);
const fonts = readFonts();
const designs = new Map<string, TypstDesign>();

process.on('message', async (question: Question) => {
  say(await answerTo(question));
  if (question.ask === 'render') designs.get(question.digest)?.forgetPages();
});

async function answerTo(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'keep': {
      const { digest, files, forget } = question;
      if (forget !== undefined) designs.delete(forget);
      return within(limits.startProcessorTime, () => keep(digest, files));
    }
    case 'render': {
      const design = designs.get(question.digest);
      if (!design) return { say: 'failed', faults: [{ message: 'the renderer has no such design' }] };
      const printed = await within(limits.processorTime, () => design.print(question.job));
      if (!(printed instanceof Uint8Array)) return { say: 'failed', faults: printed };
      return printed.length <= largestPdf
        ? { say: 'printed', pdf: printed }
        : { say: 'failed', faults: [{ message: `made a PDF of more than ${largestPdf >> 20} MB` }] };
    }
    case 'draw':
      return within(limits.drawProcessorTime, () => draw(question.pdf, question.picture));
  }
}

async function draw(pdf: Uint8Array, picture: PictureChoice): Promise<Answer> {
  try {
    // Most processes never draw.
    const { drawPage } = await import('./draw-page.ts');
    return { say: 'drawn', picture: await drawPage(pdf, picture) };
  } catch (error) {
    return { say: 'failed', faults: [{ message: `the page cannot be drawn: ${(error as Error).message}` }] };
  }
}

function keep(digest: string, files: ReadonlyMap<string, Uint8Array>): Answer {
  try {
    designs.set(digest, openTypstDesign(files, fonts));
    return { say: 'ready' };
  } catch (error) {
    return { say: 'failed', faults: [{ message: String((error as Error).message) }] };
  }
}

say({ say: 'ready' });
