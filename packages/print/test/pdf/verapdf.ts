import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PdfStandard } from '../../src/print-job.ts';

/** Path of veraPDF's command, the judge of PDF/A and PDF/UA that the PDF Association names; it needs Java. */
const command = process.env.VERAPDF;

if (!command) {
  process.stderr.write(
    '\n*** VERAPDF names no veraPDF command.\n*** PDFs are NOT judged by it: what is checked here is less.\n\n',
  );
}

const flavours: Readonly<Record<PdfStandard, string>> = { 'a-3a': '3a', 'a-2a': '2a', 'ua-1': 'ua1' };

/** What veraPDF finds wrong with a PDF, nothing where it keeps to the standard; undefined where there is no veraPDF. */
export function veraPdfFaults(pdf: Uint8Array, standard: PdfStandard): string | undefined {
  if (!command) return undefined;
  const directory = mkdtempSync(join(tmpdir(), 'mohar-verapdf-'));
  try {
    const file = join(directory, 'judged.pdf');
    writeFileSync(file, pdf);
    const { status, stdout, stderr, error } = spawnSync(
      command,
      ['--flavour', flavours[standard], '--format', 'text', '-v', file],
      { encoding: 'utf8' },
    );
    if (error) throw error;
    return status === 0 && /^PASS/m.test(stdout) ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
