import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a pack's files are: its own folder first, then those of the packs that it extends. */
export interface PackFolders {
  readonly directories: readonly string[];
}

/**
 * Finds a file of a pack: its own, else that of the first pack it extends that has one.
 *
 * @param path below the pack's folder, such as `emblem.svg`.
 * @returns its absolute path; undefined where there is none.
 */
export const packFile = ({ directories }: PackFolders, path: string): string | undefined =>
  directories.map((directory) => join(directory, path)).find((file) => existsSync(file));
