/** Work that goes on beside everything else. */
export interface BackgroundLoop {
  /** Looks for work now, instead of after the pause. */
  wake(): void;
  /** Waits for what is under way; what is left stays for others, or for the next start. */
  close(): Promise<void>;
}

export interface BackgroundLoopOptions {
  /** Does a piece of work; returns whether there may be more. Whatever it throws is reported, and tried again later. */
  work(): Promise<boolean>;
  /** Milliseconds between looks where there is nothing to do, or where it failed. */
  readonly pause: number;
  onError?(error: unknown): void;
}

/** Starts working: piece after piece while there is something to do, then a look after every pause. */
export function startLoop({ work, pause, onError }: BackgroundLoopOptions): BackgroundLoop {
  let closed = false;
  let wakeUp: (() => void) | undefined;
  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const wake = () => wakeUp?.();
  const run = async () => {
    while (!closed) {
      let more = false;
      try {
        more = await work();
      } catch (error) {
        onError?.(error);
      }
      if (!more && !closed) await sleep();
    }
  };
  const running = run();
  return {
    wake,
    close: async () => {
      closed = true;
      wake();
      await running;
    },
  };
}
