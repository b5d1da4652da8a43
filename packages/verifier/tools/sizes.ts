/**
 * Prints how large the built app is, gzipped, and exits with 1 where the scripts that scanning needs are above the
 * limit: `npm run sizes -w @mohar/verifier`, after a build.
 */
import { join } from 'node:path';
import { isLanguage, languages } from '../src/language/languages.ts';
import { bytesOf, firstLoad } from './first-load.ts';
import { scriptLimit } from './script-limit.ts';
import { filesIn } from './service-worker.ts';

const folder = join(import.meta.dirname, '../dist');
const names = filesIn(folder);
const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1).padStart(7)} KB`;

const totals = Object.keys(languages)
  .filter(isLanguage)
  .map((language) => {
    const { scripts, decoder } = firstLoad(folder, names, language);
    return { language, scripts, decoder, total: bytesOf(scripts) };
  })
  .sort((one, other) => other.total - one.total);
const [largest] = totals;
if (!largest) throw new Error('The app speaks no language.');

for (const { name, bytes } of largest.scripts) process.stdout.write(`${kilobytes(bytes)}  ${name}\n`);
for (const { language, total } of totals)
  process.stdout.write(`${kilobytes(total)}  scripts in ${language}\n`);
for (const { name, bytes } of largest.decoder) process.stdout.write(`${kilobytes(bytes)}  apart: ${name}\n`);
process.stdout.write(`${kilobytes(scriptLimit)}  limit\n`);
if (largest.total > scriptLimit) process.exitCode = 1;
