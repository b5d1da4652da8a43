import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFonts } from './fonts.ts';
import type { PrintJob } from './print-job.ts';
import { withoutQuotations } from './what-failed.ts';

/** What a thread keeps of a country pack: reading its fonts takes half a second. */
interface Press {
  readonly compiler: NodeCompiler;
  labelsOf(language: string): string;
}

const presses = new Map<string, Press>();

function pressOf(packDirectory: string): Press {
  let press = presses.get(packDirectory);
  if (!press) {
    const labels = new Map<string, string>();
    press = {
      compiler: NodeCompiler.create({ workspace: packDirectory, fontArgs: [{ fontBlobs: readFonts() }] }),
      labelsOf: (language) => {
        const known =
          labels.get(language) ?? readFileSync(join(packDirectory, 'labels', `${language}.json`), 'utf8');
        labels.set(language, known);
        return known;
      },
    };
    presses.set(packDirectory, press);
  }
  return press;
}

/** A job for a rendering thread. */
export interface RenderTask {
  /** Absolute path of the country pack's folder. */
  readonly packDirectory: string;
  readonly job: PrintJob;
}

/**
 * Renders a certificate. Runs in a thread of its own, so that a template that never ends can be ended.
 *
 * @returns the PDF; or, since errors do not pass from thread to thread whole, what the compiler says, without any value of
 *   the certificate.
 */
export default function render({ packDirectory, job }: RenderTask): Uint8Array | { failed: string } {
  try {
    return compile(packDirectory, job);
  } catch (error) {
    return { failed: withoutQuotations(String((error as Error).message ?? error)) };
  }
}

function compile(
  packDirectory: string,
  { template, languages, content, qr, attachment, issuedAt }: PrintJob,
): Uint8Array {
  const { compiler, labelsOf } = pressOf(packDirectory);
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
      said
        .map((one) => withoutQuotations(typeof one === 'object' ? (one?.message ?? '') : String(one)))
        .join('; '),
    );
  }
  const pdf = compiler.pdf(document, { pdfStandard: 'a-3a' });
  // Else what was memoized of every certificate stays in memory.
  compiler.evictCache(10);
  return pdf;
}
