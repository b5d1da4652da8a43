import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Design } from '@mohar/print/design/design.ts';
import type { Press } from '@mohar/print/press/open-press.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import type { GalleryEntry } from './gallery-entry.ts';
import { galleryPage } from './gallery-page.ts';
import { printSample } from './print-sample.ts';
import type { Sample } from './sample.ts';

/** What a gallery shows. */
export interface GalleryContent {
  readonly country: string;
  readonly design: Design;
  readonly samples: readonly Sample[];
  readonly languages: readonly (readonly string[])[];
  /** Whether a sample is shown. */
  wants(name: string): boolean;
}

/** A folder with pictures of every sample. */
export interface Gallery {
  /**
   * Renders all samples, and draws those that changed since the last time.
   *
   * @returns every entry, and how many were drawn.
   */
  show(
    content: GalleryContent,
  ): Promise<{ readonly entries: readonly GalleryEntry[]; readonly drawn: number }>;
  /** Shows in the page what keeps the design from being read at all. */
  showFault(message: string): void;
}

/** Good to read on a screen, and quick to draw. */
const resolution = 100;

/** Opens a gallery in a folder, which is made. */
export function openGallery(directory: string, press: Press): Gallery {
  /** What was drawn of each PDF. */
  const drawn = new Map<string, { readonly digest: string; readonly pictures: readonly string[] }>();
  let shown: readonly GalleryEntry[] = [];
  let country = '';
  mkdirSync(directory, { recursive: true });

  const write = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const pictured = async (
    path: string,
    pdf: Uint8Array,
  ): Promise<{ fresh: boolean; pictures: readonly string[] }> => {
    const digest = createHash('sha256').update(pdf).digest('hex');
    const before = drawn.get(path);
    if (before?.digest === digest) return { fresh: false, pictures: before.pictures };
    write(`${path}.pdf`, pdf);
    const pictures: string[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const picture = await press.draw(pdf, { page, resolution });
      pages = Math.min(picture.pages, 10);
      // Another name for another picture, so that browsers do not show the former one.
      const name = `${path}-${page}-${digest.slice(0, 8)}.png`;
      write(name, picture.png);
      pictures.push(name);
    }
    drawn.set(path, { digest, pictures });
    return { fresh: true, pictures };
  };
  const entryOf = async (sample: Sample, languages: readonly string[], content: GalleryContent) => {
    const path = `${languages.join('+')}/${sample.name}`;
    const entry = { name: sample.name, languages, pdf: `${path}.pdf` };
    try {
      const pdf = await printSample(sample, { design: content.design, languages }, press);
      return { entry: { ...entry, faults: [] }, ...(await pictured(path, pdf)) };
    } catch (error) {
      if (!(error instanceof PrintError)) throw error;
      drawn.delete(path);
      return { entry: { ...entry, faults: error.faults }, fresh: true, pictures: [] };
    }
  };

  return {
    show: async (content) => {
      country = content.country;
      const wanted = content.samples.filter(({ name }) => content.wants(name));
      const found = await Promise.all(
        content.languages.flatMap((languages) => wanted.map((sample) => entryOf(sample, languages, content))),
      );
      shown = found.map(({ entry, pictures }) => ({ ...entry, pictures }));
      write('index.html', galleryPage(country, shown));
      return { entries: shown, drawn: found.filter(({ fresh }) => fresh).length };
    },
    showFault: (message) => write('index.html', galleryPage(country, shown, message)),
  };
}
