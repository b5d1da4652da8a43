import { PrintError } from '../print-error.ts';

/** `#import "@preview/…"`, with whatever Typst allows between the two. */
const packageImport = /\b(?:import|include)\b[\s(]*"@([^"\n]*)/g;

/**
 * Refuses a template that imports a package: those would come from a network, and templates work without one. Names that are
 * put together while it runs are not found here: the process that renders has no network, and no folder with packages.
 *
 * @throws PrintError `template` with file and line.
 */
export function assertNoPackages(path: string, source: string): void {
  for (const { index, 1: name } of source.matchAll(packageImport)) {
    const before = source.slice(0, index);
    if (/(?:^|\n)[^\S\n]*\/\/[^\n]*$/.test(before)) continue;
    const line = before.split('\n').length;
    throw new PrintError(
      'template',
      `${path}:${line}: imports the package @${name}: templates work without a network; copy what is needed of it into the design.`,
      [
        {
          file: path,
          line,
          column: 1,
          message: `imports the package @${name}: templates work without a network`,
        },
      ],
    );
  }
}
