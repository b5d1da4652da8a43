import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Design } from '../design/design.ts';
import { PrintError } from '../print-error.ts';
import type { PrintJob } from '../print-job.ts';
import { drawLimits, type PressLimits, startLimits } from './limits.ts';
import type { Answer, Picture, PictureChoice, Question, WatchedLimits } from './messages.ts';
import { surroundings } from './surroundings.ts';

/** A process that renders one page after the other. */
export interface Renderer {
  /** Whether it has a design in its memory. */
  keeps(design: Design): boolean;
  /**
   * Renders a page; one at a time.
   *
   * @throws PrintError `template`, `timeout` or `renderer`. Where the process had to be killed, or died, it is {@link ended}.
   */
  render(design: Design, job: PrintJob): Promise<Uint8Array>;
  /** Draws a page of a PDF. @throws PrintError as {@link render} does. */
  draw(pdf: Uint8Array, picture: PictureChoice): Promise<Picture>;
  readonly ended: boolean;
  /** Kills it, whatever it does. */
  end(): Promise<void>;
}

/** Designs that a process keeps: today's, and a few of those that are printed with again. */
const keptDesigns = 3;

/** Why a question got no answer. */
class RendererEnd extends Error {
  readonly reason: 'time' | 'memory' | 'other';
  constructor(reason: RendererEnd['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export function openRenderer(limits: PressLimits): Renderer {
  const child = start(limits);
  const talk = conversation(child);
  /** In the order of their last use. */
  const kept = new Set<string>();
  const started = talk.answer(startLimits.time);
  // Whoever asks first is told.
  started.catch(() => {});

  const keep = async ({ digest, files }: Design) => {
    if (kept.delete(digest)) {
      kept.add(digest);
      return;
    }
    const [oldest] = kept;
    const forget = kept.size >= keptDesigns ? oldest : undefined;
    await ask({ ask: 'keep', digest, files, forget }, 'The design', { ...limits, ...startLimits });
    if (forget !== undefined) kept.delete(forget);
    kept.add(digest);
  };

  const whenStarted = () =>
    started.catch(({ message }) => {
      throw new PrintError('renderer', `The renderer does not start: ${message}.`);
    });
  /** @param about what failed, where something did. */
  const ask = async (question: Question, about: string, taken: PressLimits): Promise<Answer> => {
    const answer = await talk.ask(question, taken.time).catch((error) => {
      throw error instanceof RendererEnd ? whyEnded(error, about, taken) : error;
    });
    if (answer.say === 'failed')
      throw new PrintError('template', saidOf(about, answer.faults), answer.faults);
    return answer;
  };

  return {
    keeps: ({ digest }) => kept.has(digest),
    get ended() {
      return talk.ended;
    },
    render: async (design, job) => {
      await whenStarted();
      await keep(design);
      const answer = await ask({ ask: 'render', digest: design.digest, job }, job.template, limits);
      return (answer as Answer & { say: 'printed' }).pdf;
    },
    draw: async (pdf, picture) => {
      await whenStarted();
      const answer = await ask({ ask: 'draw', pdf, picture }, 'The picture', { ...limits, ...drawLimits });
      return (answer as Answer & { say: 'drawn' }).picture;
    },
    end: talk.end,
  };
}

/** `templates/x.typ:3:5: what is wrong`; faults of one file after the other. */
function saidOf(template: string, faults: readonly PrintError['faults'][number][]): string {
  if (faults.length === 0) return `${template}: it failed`;
  return faults
    .map(({ file = template, line, column, message }) =>
      [file, ...(line === undefined ? [] : [line, column]), ` ${message}`].join(':'),
    )
    .join('; ');
}

function whyEnded({ reason }: RendererEnd, template: string, limits: PressLimits): PrintError {
  const seconds = `${limits.processorTime / 1_000} s`;
  // What is done with a design as a whole, or with a page, has no file.
  const fault = (message: string) => [{ ...(template.endsWith('.typ') ? { file: template } : {}), message }];
  switch (reason) {
    case 'time': {
      const message = `took longer than ${seconds}: does it have an end?`;
      return new PrintError('timeout', `${template}: ${message}`, fault(message));
    }
    case 'memory': {
      const message = `took more than ${limits.memory} MB of memory`;
      return new PrintError('template', `${template}: ${message}`, fault(message));
    }
    case 'other': {
      const message = 'the renderer ended';
      return new PrintError('template', `${template}: ${message}`, fault(message));
    }
  }
}

const shell = '/bin/sh';
/** What Node takes for itself at start, in MB, without ever using most of it. */
const taken = 2_048;
/** No dumps of memory, where certificates are; and an end to memory that is taken faster than anybody watches. */
const ulimits = (memory: number) => `ulimit -c 0; ulimit -d ${(taken + memory) * 1_024}; exec "$0" "$@"`;

function start({ processorTime, memory }: PressLimits): ChildProcess {
  const watched: WatchedLimits = {
    processorTime,
    startProcessorTime: startLimits.processorTime,
    drawProcessorTime: drawLimits.processorTime,
    memory,
  };
  const program = fileURLToPath(new URL('./renderer.ts', import.meta.url));
  const command = [process.execPath, '--max-old-space-size=96', program, JSON.stringify(watched)];
  const [file = '', ...rest] = existsSync(shell) ? [shell, '-c', ulimits(memory), ...command] : command;
  return spawn(file, rest, {
    env: surroundings,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
}

/** Questions to a process and its answers. */
function conversation(child: ChildProcess) {
  let waiting: { resolve(answer: Answer): void; reject(end: RendererEnd): void } | undefined;
  let end: RendererEnd | undefined;
  let outOfTime = false;
  // Its last words, before it works: what it says later could quote a certificate.
  let words = '';
  let works = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    if (!works && words.length < 2_000) words += chunk.toString();
  });
  const gone = new Promise<void>((resolve) => {
    const ends = (reason: RendererEnd['reason'], detail: string) => {
      end ??= new RendererEnd(reason, detail);
      waiting?.reject(end);
      waiting = undefined;
      resolve();
    };
    child.on('error', ({ message }) => ends('other', message));
    child.on('exit', (code, signal) => {
      const detail = `it ended with ${signal ?? `status ${code}`} ${works ? '' : words}`.trim();
      if (outOfTime || signal === 'SIGVTALRM') ends('time', detail);
      // Killed by its watch or by the system; or given no more.
      else if (signal === 'SIGKILL' || signal === 'SIGABRT') ends('memory', detail);
      else ends('other', detail);
    });
  });
  child.on('message', (answer: Answer) => {
    works = true;
    waiting?.resolve(answer);
    waiting = undefined;
  });

  const answer = (milliseconds: number) =>
    new Promise<Answer>((resolve, reject) => {
      if (end) {
        reject(end);
        return;
      }
      const timer = setTimeout(() => {
        outOfTime = true;
        child.kill('SIGKILL');
      }, milliseconds);
      waiting = {
        resolve: (said) => {
          clearTimeout(timer);
          resolve(said);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });

  return {
    get ended() {
      return end !== undefined;
    },
    answer,
    ask: (question: Question, milliseconds: number) => {
      const answered = answer(milliseconds);
      // Where it is just gone, its end tells.
      if (!end) child.send(question, () => {});
      return answered;
    },
    end: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
