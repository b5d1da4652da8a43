import { watch } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { readDesign } from '@mohar/print/design/read-design.ts';
import { draftLimits } from '@mohar/print/press/limits.ts';
import { openPress } from '@mohar/print/press/open-press.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import { readConfig } from '../../config.ts';
import type { CountryPack } from '../../country/pack.ts';
import { CountryPackError } from '../../country/pack-fault.ts';
import { packNamed } from '../../pack-named.ts';
import { type Gallery, type GalleryContent, openGallery } from '../../preview/gallery.ts';
import { placeOf } from '../../preview/gallery-page.ts';
import { languagesShown } from '../../preview/languages-shown.ts';
import { packExamples } from '../../preview/pack-examples.ts';
import type { Sample } from '../../preview/sample.ts';
import { samplesOf } from '../../preview/samples-of.ts';
import { CommandError } from '../command-error.ts';
import { serveGallery } from './serve-gallery.ts';

/** What `mohar template preview` is given. */
export interface PreviewOptions {
  readonly country?: string;
  readonly kind?: readonly string[];
  readonly language?: readonly string[];
  readonly out: string;
  readonly watch?: boolean;
  readonly port: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `mohar template preview`: a gallery of every kind, stage and language. */
export async function previewTemplates(options: PreviewOptions): Promise<void> {
  const country = options.country ?? readConfig({ ...process.env, NODE_ENV: undefined }).country;
  const out = resolve(options.out);
  // Whoever waits is the designer, and all of the machine is theirs.
  const press = openPress({ width: availableParallelism(), limits: draftLimits, maxWaiting: 100_000 });
  const gallery = openGallery(out, press);
  try {
    if (options.watch) await keepShowing(country, options, gallery, out);
    else if (!(await show(country, options, gallery, out))) process.exitCode = 1;
  } finally {
    await press.close();
  }
}

/** @returns whether everything could be printed. */
async function show(
  country: string,
  options: PreviewOptions,
  gallery: Gallery,
  out: string,
): Promise<boolean> {
  const content = await contentOf(packNamed(country), country, options);
  const start = performance.now();
  const { entries, drawn } = await gallery.show(content);
  const failed = entries.filter(({ faults }) => faults.length > 0);
  // One mistake is in many pages: it is told once, with the first of them.
  const told = new Map<string, string[]>();
  for (const { name, languages, faults } of failed) {
    for (const fault of faults) {
      const line = [placeOf(fault), fault.message].filter((part) => part !== '').join(': ');
      told.set(line, [...(told.get(line) ?? []), `${name}, ${languages.join(' + ')}`]);
    }
  }
  for (const [line, [first, ...others]] of told)
    say(`${line} (${first}${others.length > 0 ? `; and ${others.length} more` : ''})`);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  say(
    `${entries.length - failed.length} of ${entries.length} pages printed, ${drawn} drawn in ${seconds} s: ${join(out, 'index.html')}`,
  );
  return failed.length === 0;
}

/** What was signed last, and of what: samples are signed again where their pack changed, not where its design did. */
let signed: { readonly of: string; readonly samples: readonly Sample[] } | undefined;

async function signedSamples(pack: CountryPack): Promise<readonly Sample[]> {
  const examples = packExamples(pack.directories);
  const of = JSON.stringify([pack, [...pack.entityTypes], [...examples]]);
  if (signed?.of !== of) signed = { of, samples: await samplesOf(pack, examples) };
  return signed.samples;
}

async function contentOf(
  pack: CountryPack,
  country: string,
  { kind, language }: PreviewOptions,
): Promise<GalleryContent> {
  const found = await signedSamples(pack);
  const wants = (name: string) => kind === undefined || kind.some((start) => name.startsWith(start));
  if (!found.some(({ name }) => wants(name))) {
    const names = found.map(({ name }) => name).join(', ');
    throw new CommandError(`--kind: there is no such sample; there are ${names}.`);
  }
  const design = readDesign(pack.directories);
  const languages = language?.map((one) => one.split(','));
  // Not only those that the country offers: a language is looked at before it is.
  const unknown = languages?.flat().find((tag) => !design.files.has(`messages/${tag}.po`));
  if (unknown !== undefined) throw new CommandError(`--language: the design has no messages/${unknown}.po.`);
  return { country, design, samples: found, languages: languages ?? languagesShown(pack), wants };
}

/** Shows again whatever changes, until the command is stopped. */
async function keepShowing(
  country: string,
  options: PreviewOptions,
  gallery: Gallery,
  out: string,
): Promise<void> {
  const served = await serveGallery(out, Number(options.port));
  const attempt = async () => {
    try {
      await show(country, options, gallery, out);
    } catch (error) {
      if (!(error instanceof PrintError || error instanceof CountryPackError)) throw error;
      say(error.message);
      gallery.showFault(error.message);
    }
    served.changed();
  };
  await attempt();
  say(`The gallery is at ${served.address}; it follows what you change. Ctrl+C ends it.`);

  let wake = () => {};
  let waiting = false;
  const changed = () => {
    waiting = true;
    wake();
  };
  const watchers = packNamed(country).directories.map((directory) =>
    watch(directory, { recursive: true }, changed),
  );
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopped = true;
      changed();
    });
  }
  while (!stopped) {
    if (!waiting) await new Promise<void>((resolve) => (wake = resolve));
    // Editors write in several steps.
    await new Promise((resolve) => setTimeout(resolve, 60));
    waiting = false;
    if (!stopped) await attempt();
  }
  for (const watcher of watchers) watcher.close();
  await served.close();
}
