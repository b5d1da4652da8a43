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
  const lines = linesOf(source);
  let line = lines.next().value;
  for (const { index, 1: name } of source.matchAll(packageImport)) {
    while (line && line.end < index) line = lines.next().value;
    if (!line || line.isComment) continue;
    throw new PrintError(
      'template',
      `${path}:${line.number}: imports the package @${name}: templates work without a network; copy what is needed of it into the design.`,
      [
        {
          file: path,
          line: line.number,
          column: 1,
          message: `imports the package @${name}: templates work without a network`,
        },
      ],
    );
  }
}

/** Each line once, however many imports there are: a text of megabytes may be full of them. */
function* linesOf(source: string): Generator<{ number: number; end: number; isComment: boolean }, undefined> {
  const comment = /[^\S\n]*\/\//y;
  for (let number = 1, start = 0; start <= source.length; number += 1) {
    comment.lastIndex = start;
    const found = source.indexOf('\n', start);
    const end = found === -1 ? source.length : found;
    yield { number, end, isComment: comment.test(source) };
    start = end + 1;
  }
  return undefined;
}
