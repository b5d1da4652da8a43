import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFonts } from './fonts.ts';
import { type Lexicon, openLexicon } from './language/lexicon.ts';
import { pageInputs } from './page-inputs.ts';
import type { PrintJob } from './print-job.ts';
import { withoutQuotations } from './what-failed.ts';

/** What a thread keeps of a country pack: reading its fonts takes half a second. */
interface Press {
  readonly compiler: NodeCompiler;
  readonly lexicon: Lexicon;
}

const presses = new Map<string, Press>();

function pressOf(packDirectory: string, country: string): Press {
  const name = `${country} ${packDirectory}`;
  let press = presses.get(name);
  if (!press) {
    press = {
      compiler: NodeCompiler.create({ workspace: packDirectory, fontArgs: [{ fontBlobs: readFonts() }] }),
      lexicon: openLexicon((tag) => messageFiles(packDirectory, tag), country),
    };
    presses.set(name, press);
  }
  return press;
}

function messageFiles(packDirectory: string, tag: string) {
  const path = join(packDirectory, 'messages', `${tag}.po`);
  return existsSync(path) ? [{ name: `messages/${tag}.po`, bytes: readFileSync(path) }] : [];
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

/** How much smaller a page is drawn, step by step, until everything is on it. */
const zooms = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36, 0.28];

function compile(packDirectory: string, job: PrintJob): Uint8Array {
  const { compiler, lexicon } = pressOf(packDirectory, job.country);
  const inputs = pageInputs(job, lexicon);
  const mainFilePath = join(packDirectory, job.template);
  for (const zoom of zooms) {
    const result = compiler.compile({ mainFilePath, inputs: { ...inputs, zoom: String(zoom) } });
    const document = result.result;
    if (!document) throw new Error(whatFailed(result.takeDiagnostics()?.shortDiagnostics ?? []));
    if (document.numOfPages > 1 && zoom !== zooms.at(-1)) continue;
    const pdf = compiler.pdf(document, { pdfStandard: 'a-3a' });
    // Else what was memoized of every certificate stays in memory.
    compiler.evictCache(10);
    return pdf;
  }
  throw new Error('The certificate has no size.');
}

const whatFailed = (said: readonly ({ message?: string } | string | null)[]): string =>
  said
    .map((one) => withoutQuotations(typeof one === 'object' ? (one?.message ?? '') : String(one)))
    .join('; ');
