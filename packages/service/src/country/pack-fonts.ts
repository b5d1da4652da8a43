import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodePointRuns, runsOf } from '@mohar/print/code-point-runs.ts';
import { FontError, fontCodePoints } from '@mohar/print/font-code-points.ts';
import type { PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';

/** What the fonts of a pack draw, those of packs that it extends among them, and what is wrong with the files. */
export function packFonts(folders: PackFolders): { runs: CodePointRuns; faults: readonly PackFault[] } {
  const points: number[] = [];
  const faults: PackFault[] = [];
  for (const file of fontFiles(folders)) {
    try {
      for (const point of fontCodePoints(readFileSync(file))) points.push(point);
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException;
      const said = error instanceof FontError ? message : `cannot be read (${code})`;
      faults.push({ file, pointer: '', message: said });
    }
  }
  return { runs: runsOf(points), faults };
}

/** Fonts by their names, those among them that Typst does not read; licences and notes may lie beside them. */
const isFont = /^fonts\/.*\.(?:ttf|otf|ttc|otc|woff2?|eot)$/i;

function fontFiles(folders: PackFolders): string[] {
  const paths = folders.directories.flatMap((directory) => pathsIn(directory));
  return [...new Set(paths)].sort().map((path) => packFile(folders, path) as string);
}

const pathsIn = (directory: string): string[] => {
  try {
    return readdirSync(join(directory, 'fonts'), { recursive: true, encoding: 'utf8' })
      .map((path) => `fonts/${path.replaceAll('\\', '/')}`)
      .filter((path) => isFont.test(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
