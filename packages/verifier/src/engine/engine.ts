import type { Answers, EngineFailure, Envelope, Reply, Request } from './protocol.ts';

/** The worker gives no answer: files are missing, or it ran out of memory. */
export class EngineError extends Error {
  readonly code = 'ENGINE';
  readonly failure: EngineFailure;
  constructor(failure: EngineFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** Why there was no answer, of an error of {@link Engine.ask} or of what goes with it. */
export const failureIn = (error: unknown): EngineFailure =>
  error instanceof EngineError ? error.failure : 'broken';

type OpenRequest = Extract<Request, { kind: 'open' }>;

const isOpen = (request: Request): request is OpenRequest => request.kind === 'open';

interface Waiting {
  readonly envelope: Envelope;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** The page's side of the worker that reads codes and judges certificates, so that the page never stands still. */
export class Engine {
  readonly #waiting = new Map<number, Waiting>();
  #worker = this.#start();
  #lastId = 0;
  #opened: OpenRequest | undefined;

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id);
      // Nobody asked: a worker that was started anew opens what is kept.
      if (!waiting) return;
      this.#waiting.delete(data.id);
      if (!('failure' in data)) waiting.resolve(data.answer as never);
      else {
        waiting.reject(new EngineError(data.failure, data.name));
        if (data.failure === 'not-here-yet') this.#startAnew();
      }
    };
    worker.onerror = () => {
      for (const { reject } of this.#waiting.values())
        reject(new EngineError('broken', 'The worker stopped.'));
      this.#waiting.clear();
    };
    return worker;
  }

  /** Until whatwg/html 10327 browsers remembered of a script that it could not be loaded, for as long as the worker lived. */
  #startAnew(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    if (this.#opened) this.#worker.postMessage({ id: 0, request: this.#opened } satisfies Envelope);
    for (const [id, { envelope, reject }] of this.#waiting) {
      // Its picture went with the worker.
      if (envelope.request.kind === 'look') {
        this.#waiting.delete(id);
        reject(new EngineError('not-here-yet', 'The worker was replaced.'));
      } else this.#worker.postMessage(envelope);
    }
  }

  /**
   * Asks the worker.
   *
   * @param transfer what goes over to the worker instead of being copied.
   * @throws EngineError
   */
  ask<Kind extends Request['kind']>(
    request: Extract<Request, { kind: Kind }>,
    transfer: Transferable[] = [],
  ): Promise<Answers[Kind]> {
    this.#lastId += 1;
    const envelope: Envelope = { id: this.#lastId, request };
    if (isOpen(envelope.request)) this.#opened = envelope.request;
    return new Promise((resolve, reject) => {
      this.#waiting.set(envelope.id, { envelope, resolve, reject });
      this.#worker.postMessage(envelope, transfer);
    });
  }
}
