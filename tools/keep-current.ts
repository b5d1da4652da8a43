import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a file that is made from others; with --check, fails where it is not current.
 *
 * @param file path from the project's root.
 * @param script of `npm run` that rewrites it.
 */
export function keepCurrent(file: string, text: string, script: string): void {
  const path = join(import.meta.dirname, '..', file);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') === text) {
    process.stdout.write(`${file} is current.\n`);
  } else {
    process.stderr.write(`${file} is not current: run npm run ${script}\n`);
    process.exitCode = 1;
  }
}
