/** The process that renders: keeps designs, and prints with them what it is asked to. It is started by `open-renderer.ts`. */
import { Worker } from 'node:worker_threads';
import { readFonts } from '../fonts.ts';
import type { Answer, Question, WatchedLimits } from './messages.ts';
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
function within<Result>(milliseconds: number, work: () => Result): Result {
  const { user, system } = process.cpuUsage();
  Atomics.store(until, 0, Math.ceil((user + system) / 1_000) + milliseconds);
  const result = work();
  Atomics.store(until, 0, 0);
  return result;
}

const say = (answer: Answer) => process.send?.(answer);
const fonts = readFonts();
const designs = new Map<string, TypstDesign>();

process.on('message', (question: Question) => {
  if (question.ask === 'keep') {
    const { digest, files, forget } = question;
    if (forget !== undefined) designs.delete(forget);
    say(within(limits.startProcessorTime, () => keep(digest, files)));
    return;
  }
  const design = designs.get(question.digest);
  if (!design) return say({ say: 'failed', faults: [{ message: 'the renderer has no such design' }] });
  const printed = within(limits.processorTime, () => design.print(question.job));
  say(printed instanceof Uint8Array ? { say: 'printed', pdf: printed } : { say: 'failed', faults: printed });
  design.forgetPages();
  return undefined;
});

function keep(digest: string, files: ReadonlyMap<string, Uint8Array>): Answer {
  try {
    designs.set(digest, openTypstDesign(files, fonts));
    return { say: 'ready' };
  } catch (error) {
    return { say: 'failed', faults: [{ message: String((error as Error).message) }] };
  }
}

say({ say: 'ready' });
