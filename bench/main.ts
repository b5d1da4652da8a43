/**
 * Measures the hot paths, each beside its peers in the same run: `npm run bench`, or `npm run bench -- sign verify`.
 * `--json <file>` keeps the figures, `--write` puts the tables into `bench/RESULTS.md`.
 * Compare ratios, not figures: machines and moments differ.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { bulk } from './bulk.ts';
import { certify } from './certify.ts';
import { formats } from './formats.ts';
import { memory } from './memory.ts';
import { pdf } from './pdf.ts';
import { qr } from './qr.ts';
import { registry } from './registry.ts';
import { writeResults } from './results.ts';
import { revoke } from './revoke.ts';
import type { Row, Suite } from './row.ts';
import { sign } from './sign.ts';
import { status } from './status.ts';
import { markdownTable, textTable } from './table.ts';
import { verify } from './verify.ts';

/** A new suite is an entry. */
const suites: Record<string, Suite> = {
  sign,
  verify,
  formats,
  qr,
  pdf,
  certify,
  registry,
  bulk,
  memory,
  status,
  revoke,
};

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, write: { type: 'boolean' } },
});
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.\n`,
  );
  process.exit(2);
}

const installed = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${installed}, Node ${process.version}`;
const date = new Date().toISOString().slice(0, 10);
process.stdout.write(`${date}, ${machine}\n`);

const measured: Record<string, readonly Row[]> = {};
const sections = new Map<string, string>();
for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  const rows = await suite();
  measured[name] = rows;
  sections.set(name, `${date}, ${machine}\n\n${markdownTable(rows)}`);
  process.stdout.write(textTable(rows));
}
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ date, machine, suites: measured }, null, 2)}\n`);
if (values.write) writeResults(sections, Object.keys(suites));
process.exit(0);
