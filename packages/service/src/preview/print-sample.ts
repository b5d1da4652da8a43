import type { Design } from '@mohar/print/design/design.ts';
import type { Press } from '@mohar/print/press/open-press.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import type { Paper, PrintJob } from '@mohar/print/print-job.ts';
import type { Sample } from './sample.ts';

/** How a sample is printed. */
export interface SamplePrint {
  readonly design: Design;
  /** One, or two side by side. */
  readonly languages: readonly string[];
  readonly paper?: Paper | undefined;
  /** In the place of the country's template for this kind. */
  readonly template?: string | undefined;
}

/**
 * Prints a sample with a design that may be anybody's.
 *
 * @returns the bytes of a PDF.
 * @throws PrintError; its faults quote the sample, which is nobody's.
 */
export async function printSample(
  sample: Sample,
  { design, languages, paper, template }: SamplePrint,
  press: Pick<Press, 'render'>,
): Promise<Uint8Array> {
  if ('refused' in sample) {
    const message = `the country's rules refuse this sample: put one that they accept into examples/ of the pack (${sample.refused})`;
    throw new PrintError('template', message);
  }
  const print = async (job: PrintJob) => {
    const wanted = template ?? job.template;
    if (!design.files.has(wanted)) {
      const message = 'the design has no such template';
      throw new PrintError('template', `${wanted}: ${message}`, [{ file: wanted, message }]);
    }
    return press.render(design, { ...job, template: wanted, sample: true });
  };
  return sample.print({ print }, { languages, paper });
}
