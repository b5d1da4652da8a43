import type { Design } from '@mohar/print/design/design.ts';
import { draftLimits } from '@mohar/print/press/limits.ts';
import type { Picture, PictureChoice } from '@mohar/print/press/messages.ts';
import { openPress } from '@mohar/print/press/open-press.ts';
import type { Paper } from '@mohar/print/print-job.ts';
import type { CountryPack } from '../country/pack.ts';
import { packExamples } from './pack-examples.ts';
import { printSample } from './print-sample.ts';
import type { Sample } from './sample.ts';
import { samplesOf } from './samples-of.ts';

/** Which sample is shown, and how. */
export interface PreviewChoice {
  /** Of the sample. */
  readonly name: string;
  readonly languages: readonly string[];
  readonly paper?: Paper | undefined;
  /** In the place of the country's template for this kind. */
  readonly template?: string | undefined;
}

/** Shows what a design makes of samples, in a process of its own, where no certificate ever is. */
export interface Previews {
  /** The names of the samples that there are. */
  samples(): Promise<readonly string[]>;
  /** @returns a PDF. @throws PrintError. */
  print(design: Design, choice: PreviewChoice): Promise<Uint8Array>;
  /** Draws a page of such a PDF. @throws PrintError. */
  draw(pdf: Uint8Array, picture: PictureChoice): Promise<Picture>;
  close(): Promise<void>;
}

/**
 * Opens previews of a country. Nothing is started before somebody asks.
 *
 * @param directories of the pack.
 */
export function openPreviews(pack: CountryPack, directories: readonly string[]): Previews {
  const press = openPress({ width: 1, limits: draftLimits, maxWaiting: 10 });
  let signed: Promise<readonly Sample[]> | undefined;
  const samples = () => {
    signed ??= (async () => samplesOf(pack, packExamples(directories)))().catch((error) => {
      // An example that is mended is read then.
      signed = undefined;
      throw error;
    });
    return signed;
  };
  return {
    samples: async () => (await samples()).map(({ name }) => name),
    print: async (design, { name, ...choice }) => {
      const sample = (await samples()).find((one) => one.name === name);
      if (!sample) throw new Error('There is no such sample.');
      return printSample(sample, { design, ...choice }, press);
    },
    draw: press.draw,
    close: press.close,
  };
}
