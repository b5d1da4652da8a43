import { startLoop } from '../background-loop.ts';

/** Looks at the registry again and again, never twice at once. */
export interface RegistryWatch {
  /** Looks now, after the look that is under way. */
  check(): Promise<void>;
  /** Waits for the look that is under way. */
  close(): Promise<void>;
}

export interface RegistryWatchOptions {
  /** Milliseconds between looks. */
  readonly pause: number;
  /** A look failed, after one that did not; the watch goes on. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Starts watching. */
export function watchRegistry(
  look: () => Promise<void>,
  { pause, onError }: RegistryWatchOptions,
): RegistryWatch {
  let last = Promise.resolve();
  const check = () => {
    const next = last.then(look);
    last = next.catch(() => {});
    return next;
  };
  let failing = false;
  const loop = startLoop({
    pause,
    work: async () => {
      try {
        await check();
        failing = false;
      } catch (error) {
        if (!failing) onError?.(error);
        failing = true;
      }
      return false;
    },
  });
  return {
    check,
    close: async () => {
      await loop.close();
      await last;
    },
  };
}
