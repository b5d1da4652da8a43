import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackFolders } from './pack-file.ts';

/** The bytes of the fonts that a pack, and those that it extends, have in `fonts/`. Links are none: designs refuse them. */
export function ownFonts({ directories }: PackFolders): Buffer[] {
  return directories
    .flatMap((directory) => filesIn(join(directory, 'fonts')))
    .map((file) => readFileSync(file));
}

const isFont = /\.(?:ttf|otf|ttc|otc)$/i;

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isFont.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch {
    return [];
  }
}
