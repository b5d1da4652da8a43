import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

/** A file that a command writes, and that is there only if the command succeeds. */
export interface NewFile {
  /** Writes it, to the disk. */
  write(content: string): void;
  /** It stays. */
  keep(): void;
  /** Closes it, and removes it where it is not to stay. */
  close(): void;
}

/**
 * Opens a file that must not be there yet, before anything is done whose result goes into it.
 *
 * @param option how errors call it: `--out`.
 * @throws CommandError where it is there already, or cannot be made.
 */
export function openNewFile(path: string, option: string): NewFile {
  const descriptor = open(path, option);
  let stays = false;
  return {
    write: (content) => {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    },
    keep: () => {
      stays = true;
    },
    close: () => {
      closeSync(descriptor);
      if (!stays) rmSync(path, { force: true });
    },
  };
}

function open(path: string, option: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new CommandError(`${option}: ${path} is there already; it is not overwritten.`);
    if (code === 'ENOENT')
      throw new CommandError(`${option}: the folder of ${path} is not there: make it first.`);
    throw new CommandError(`${option}: ${path} cannot be written (${code}).`);
  }
}
