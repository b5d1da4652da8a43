import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFonts } from '../../src/fonts.ts';
import type { PdfStandard } from '../../src/print-job.ts';

const compiler = NodeCompiler.create({
  workspace: mkdtempSync(join(tmpdir(), 'mohar-typeset-')),
  fontArgs: [{ fontBlobs: readFonts() }],
});

const preamble = (title: string, language: string) => `
#set document(title: "${title}", date: datetime(year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5))
#set text(font: ("Noto Sans", "Noto Sans Devanagari"), lang: "${language}")
`;

/** A small PDF. */
export function typeset(
  markup: string,
  { title = 'Part', language = 'en', standard = 'a-3a' as PdfStandard | undefined } = {},
): Uint8Array {
  const { result } = compiler.compile({ mainFileContent: preamble(title, language) + markup });
  if (!result) throw new Error('The test’s page is not well-formed.');
  return compiler.pdf(result, standard ? { pdfStandard: standard } : {});
}
