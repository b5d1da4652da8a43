import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFonts } from './fonts.ts';
import type { PrintJob } from './print-job.ts';

/** The thread that renders: apart, so that a template that never ends can be ended. */
const { packDirectory } = workerData as { packDirectory: string };

const compiler = NodeCompiler.create({
  workspace: packDirectory,
  fontArgs: [{ fontBlobs: readFonts() }],
});

const labels = new Map<string, string>();
function labelsOf(language: string): string {
  const known =
    labels.get(language) ?? readFileSync(join(packDirectory, 'labels', `${language}.json`), 'utf8');
  labels.set(language, known);
  return known;
}

function render({ template, languages, content, qr, attachment, issuedAt }: PrintJob): Uint8Array {
  const result = compiler.compile({
    mainFilePath: join(packDirectory, template),
    inputs: {
      content: JSON.stringify(content),
      languages: JSON.stringify(languages),
      labels: `{${languages.map((language) => `${JSON.stringify(language)}:${labelsOf(language)}`).join(',')}}`,
      qr: qr.svg,
      attachment: Buffer.from(attachment.bytes).toString('utf8'),
      attachmentName: attachment.name,
      attachmentType: attachment.mediaType,
      attachmentDescription: attachment.description,
      issuedAt,
    },
  });
  const document = result.result;
  if (!document) {
    const said = result.takeDiagnostics()?.shortDiagnostics ?? [];
    throw new Error(
      said.map((one) => (typeof one === 'object' ? (one?.message ?? '') : String(one))).join('; '),
    );
  }
  const pdf = compiler.pdf(document, { pdfStandard: 'a-3a' });
  // Else what was memoized of every certificate stays in memory.
  compiler.evictCache(10);
  return pdf;
}

parentPort?.on('message', (job: PrintJob) => {
  try {
    parentPort?.postMessage({ pdf: render(job) });
  } catch (error) {
    parentPort?.postMessage({ failed: String((error as Error).message ?? error) });
  }
});
