import type { Answers, Envelope, Reply, Request } from './protocol.ts';

/** The worker cannot go on: its files are missing, or it ran out of memory. */
export class EngineError extends Error {
  readonly code = 'ENGINE';
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** The page's side of the worker that reads codes and judges certificates, so that the page never stands still. */
export class Engine {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('failure' in data) waiting?.reject(new EngineError(data.failure));
      else waiting?.resolve(data.answer as never);
    };
    this.#worker.onerror = () => {
      for (const { reject } of this.#waiting.values()) reject(new EngineError('The worker stopped.'));
      this.#waiting.clear();
    };
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
    return new Promise((resolve, reject) => {
      this.#waiting.set(envelope.id, { resolve, reject });
      this.#worker.postMessage(envelope, transfer);
    });
  }
}
