import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, 'RESULTS.md');
const head = `# Benchmarks

Written by \`npm run bench -- --write\`; each section says when and where it was measured. × says how many times better
Mohar's figure is than its peer's in the same run: more a second, or less of anything else. Compare ratios, not
figures: machines and moments differ.
`;

/**
 * Writes sections of \`bench/RESULTS.md\`, each under its suite's name; those that the file has of other suites stay.
 *
 * @param order of the sections; names that are not among them are dropped.
 */
export function writeResults(measured: ReadonlyMap<string, string>, order: readonly string[]): void {
  const sections = new Map([...sectionsOf(existsSync(file) ? readFileSync(file, 'utf8') : ''), ...measured]);
  const kept = order.filter((name) => sections.has(name));
  writeFileSync(file, head + kept.map((name) => `\n## ${name}\n\n${sections.get(name)?.trim()}\n`).join(''));
}

const sectionsOf = (text: string): [string, string][] =>
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      return [name, lines.join('\n')];
    });
