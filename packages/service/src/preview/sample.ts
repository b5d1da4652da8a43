import type { Paper } from '@mohar/print/print-job.ts';
import type { Printer } from '@mohar/print/printer.ts';

/** How a sample is printed: `card`, where there is a card of its kind. */
export interface SampleLook {
  readonly languages: readonly string[];
  readonly paper?: Paper | undefined;
}

/** A page of nobody; or why the country's own rules let none be issued. */
export type Sample = {
  /** Such as `vaccination-domestic-final`, or `eu-dcc-test`. */
  readonly name: string;
} & (
  | {
      /** What its code holds, where it is no certificate of DIVOC's format. */
      readonly code?: string;
      print(printer: Pick<Printer, 'print'>, look: SampleLook): Promise<Uint8Array>;
    }
  | { readonly refused: string }
);
