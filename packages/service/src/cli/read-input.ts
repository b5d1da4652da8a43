import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';

/** The bytes of a file. @throws CommandError where it cannot be read. */
export function readInput(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CommandError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
