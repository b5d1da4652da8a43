import type { Design } from './design/design.ts';
import { readDesign } from './design/read-design.ts';
import { openPress, type Press, type PressOptions } from './press/open-press.ts';
import { PrintError } from './print-error.ts';
import type { PrintJob } from './print-job.ts';

/** Prints certificates. */
export interface Printer {
  /** The design that it prints with where no other is given: the country's, as it was when the printer was opened. */
  readonly design: Design;
  /**
   * Renders a certificate.
   *
   * @returns the bytes of a tagged PDF of the job's standard.
   * @throws PrintError.
   */
  print(job: PrintJob, design?: Design): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface PrinterOptions extends PressOptions {
  /** Absolute paths of the folders of the country pack: its own first, then those that it extends. */
  readonly directories: readonly string[];
}

/**
 * Opens a printer.
 *
 * @throws PrintError `template` where the pack's design cannot be used: see {@link readDesign}.
 */
export function openPrinter({ directories, ...options }: PrinterOptions): Printer {
  const own = readDesign(directories);
  const press: Press = openPress(options);
  return {
    design: own,
    print: async (job, design = own) => {
      if (!design.files.has(job.template) || !job.template.endsWith('.typ')) {
        throw new PrintError('template', `${job.template}: the design has no such template.`);
      }
      return press.render(design, job);
    },
    close: press.close,
  };
}
