import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { type Lexicon, openLexicon } from '../language/lexicon.ts';
import { pageInputs } from '../page-inputs.ts';
import type { TemplateFault } from '../print-error.ts';
import type { PrintJob } from '../print-job.ts';
import { withoutQuotations } from '../what-failed.ts';
import { standardFaults } from './standard-faults.ts';
import { nowhere } from './surroundings.ts';

/** A design that can be printed with. */
export interface TypstDesign {
  /** @returns a PDF; or what is wrong with the template. */
  print(job: PrintJob): Uint8Array | readonly TemplateFault[];
  /** To be called between pages: else what was memoized of every certificate stays in memory. */
  forgetPages(): void;
}

/** Going through all that is remembered takes a while: it is done once for this many pages, and forgets what two times found unused. */
const rememberedPages = 5;

/** What Typst says, in numbers. */
const severityOfErrors = 1;

interface Diagnostic {
  readonly message: string;
  readonly path: string;
  readonly severity: number;
  /** From 0. */
  readonly range: { readonly start: { readonly line: number; readonly character: number } } | null;
}

/**
 * Puts a design before Typst, as files that are nowhere on the disk.
 *
 * @param fonts beside those in the design's own `fonts/`.
 */
export function openTypstDesign(
  files: ReadonlyMap<string, Uint8Array>,
  fonts: readonly Buffer[],
): TypstDesign {
  const own = [...files].filter(([path]) => isFont.test(path)).map(([, content]) => asBuffer(content));
  const compiler = NodeCompiler.create({ workspace: nowhere, fontArgs: [{ fontBlobs: [...own, ...fonts] }] });
  for (const [path, content] of files) {
    if (!isFont.test(path)) compiler.mapShadow(`${nowhere}/${path}`, asBuffer(content));
  }
  let sources: string | undefined;
  const isInSources = (text: string) => {
    sources ??= [...files]
      .filter(([path]) => path.endsWith('.typ'))
      .map(([, content]) => asBuffer(content).toString('utf8').toLowerCase())
      .join('\n');
    return sources.includes(text.toLowerCase());
  };

  /** Values of a certificate stay out of it, unless they are samples. */
  const faultOf = ({ message, path, range }: Diagnostic, sample: boolean): TemplateFault => ({
    ...(path.startsWith(`${nowhere}/`) ? { file: path.slice(nowhere.length + 1) } : {}),
    ...(range ? { line: range.start.line + 1, column: range.start.character + 1 } : {}),
    message: toldPlainly(message, isInSources) ?? (sample ? message : withoutQuotations(message)),
  });
  const faultsIn = (said: NodeError, sample: boolean, only: (one: Diagnostic) => boolean) =>
    (compiler.fetchDiagnostics(said) as Diagnostic[]).filter(only).map((one) => faultOf(one, sample));

  let pages = 0;
  const shown = new Map<string, Readonly<Record<string, string>>>();
  const lexicons = new Map<string, Lexicon>();
  const lexiconFor = (country: string): Lexicon => {
    const lexicon = lexicons.get(country) ?? openLexicon((tag) => messageFiles(files, tag), country);
    lexicons.set(country, lexicon);
    return lexicon;
  };

  const compile = (job: PrintJob): Uint8Array | readonly TemplateFault[] => {
    const { common, certificate, words } = pageInputs(job, lexiconFor(job.country));
    // Only where they are others: Typst then keeps what it has made of them.
    for (const [tag, fixed] of words) {
      if (shown.get(tag) === fixed) continue;
      compiler.mapShadow(`${nowhere}/words/${tag}.json`, Buffer.from(JSON.stringify(fixed)));
      shown.set(tag, fixed);
    }
    for (const [name, bytes] of certificate)
      compiler.mapShadow(`${nowhere}/certificate/${name}`, asBuffer(bytes));
    const { maxPages = 1 } = job;
    const last = zooms.at(-1);
    for (const zoom of zooms) {
      const made = compileAt(
        job,
        { ...common, zoom: String(zoom) },
        (pages) => pages <= maxPages || zoom === last,
      );
      if (made) return made;
    }
    return [];
  };

  /** @returns undefined where it has more pages than are wanted. */
  const compileAt = (
    job: PrintJob,
    inputs: Record<string, string>,
    isWanted: (pages: number) => boolean,
  ): Uint8Array | readonly TemplateFault[] | undefined => {
    const compiled = compiler.compile({ mainFilePath: `${nowhere}/${job.template}`, inputs });
    const document = compiled.result;
    const sample = job.sample ?? false;
    if (!document) {
      const said = compiled.takeDiagnostics();
      return said ? faultsIn(said, sample, ({ severity }) => severity === severityOfErrors) : [];
    }
    if (!isWanted(document.numOfPages)) return undefined;
    const warned = compiled.takeWarnings();
    // Typst draws with another font instead: that would be seen by nobody but the holder.
    const missing = warned ? faultsIn(warned, sample, ({ message }) => unknownFont.test(message)) : [];
    return missing.length > 0 ? missing : compiler.pdf(document, { pdfStandard: job.standard ?? 'a-3a' });
  };

  return {
    print: (job) => {
      try {
        return compile(job);
      } catch (error) {
        return standardFaults(String((error as Error).message ?? error), job.sample ?? false);
      }
    },
    forgetPages: () => {
      pages = (pages + 1) % rememberedPages;
      if (pages === 0) compiler.evictCache(2);
    },
  };
}

/** How much smaller a page is drawn, step by step, until everything is on it. */
const zooms = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.44, 0.36, 0.28];

const messageFiles = (files: ReadonlyMap<string, Uint8Array>, tag: string) => {
  const name = `messages/${tag}.po`;
  const bytes = files.get(name);
  return bytes ? [{ name, bytes }] : [];
};

const isFont = /^fonts\/.*\.(?:ttf|otf|ttc|otc)$/i;
const unknownFont = /^unknown font family: (.*)$/;

/** What Typst says of what a design cannot have, said so that a designer knows what to do. */
function toldPlainly(message: string, isInSources: (text: string) => boolean): string | undefined {
  const [, family] = unknownFont.exec(message) ?? [];
  if (family !== undefined) {
    // A name that is not the designer's could be anybody's.
    const named = isInSources(family) ? `"${family}"` : 'of that name';
    return `there is no font ${named}: put its files (TrueType or OpenType) into the design's fonts/`;
  }
  if (/^(?:failed to download package|package not found)/.test(message)) {
    return 'imports a package: templates work without a network; copy what is needed of it into the design';
  }
  if (/^failed to load file \((?:Not a directory|access denied)/.test(message)) {
    return 'file not found: a template reads files of its own design alone';
  }
  if (/^failed to load linked image/.test(message)) {
    return 'links a picture that the design has not: put it beside the SVG, or into it';
  }
  return undefined;
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
