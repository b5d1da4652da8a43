/**
 * Measures the hot paths, each beside its peer in the same run: `npm run bench`, or `npm run bench -- sign verify`.
 * Compare ratios, not figures: machines and moments differ.
 */
import { cpus } from 'node:os';
import { pdf } from './pdf.ts';
import { qr } from './qr.ts';
import type { Row } from './rate.ts';
import { signing } from './signing.ts';
import { verifying } from './verifying.ts';

const suites: Record<string, () => Promise<Row[]>> = { sign: signing, verify: verifying, qr, pdf };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.\n`,
  );
  process.exit(2);
}

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n\n`);
for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const { what, perSecond, peer } of await suite()) {
    const beside = peer
      ? `${peer.what.padEnd(34)} ${peer.perSecond.toFixed(0).padStart(7)}/s   × ${(perSecond / peer.perSecond).toFixed(2)}`
      : '';
    process.stdout.write(`${what.padEnd(34)} ${perSecond.toFixed(0).padStart(7)}/s   ${beside}\n`);
  }
}
process.exit(0);
