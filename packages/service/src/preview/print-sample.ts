import type { Design } from '@mohar/print/design/design.ts';
import type { Press } from '@mohar/print/press/open-press.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import type { Paper, PrintJob } from '@mohar/print/print-job.ts';
import { printCertificate } from '../issuing/print-certificate.ts';
import type { SampleCertificate, Samples } from './sample-certificates.ts';

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
export function printSample(
  sample: SampleCertificate,
  { design, languages, paper, template }: SamplePrint,
  { issuer }: Pick<Samples, 'issuer'>,
  press: Pick<Press, 'render'>,
): Promise<Uint8Array> {
  if ('refused' in sample) {
    const message = `the country's rules refuse this sample: put one that they accept into examples/${sample.name}.json of the pack (${sample.refused})`;
    throw new PrintError('template', message);
  }
  const print = (job: PrintJob) => {
    const wanted = template ?? job.template;
    if (!design.files.has(wanted)) {
      const message = 'the design has no such template';
      throw new PrintError('template', `${wanted}: ${message}`, [{ file: wanted, message }]);
    }
    return press.render(design, { ...job, template: wanted, sample: true });
  };
  const printer = { print: async (job: PrintJob) => print(job) };
  return printCertificate(
    sample.certificate,
    { issuer, sampled: () => false, printer },
    { languages, paper },
  );
}
