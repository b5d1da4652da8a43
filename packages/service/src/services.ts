import type { Printer } from '@mohar/print/printer.ts';
import type { BulkRunner } from './bulk/runner.ts';
import type { IssuingDesk } from './issuing/desk.ts';
import type { Metrics } from './metrics.ts';

/** What the routes work with: made once at start. */
export interface Services extends IssuingDesk {
  readonly bulk: BulkRunner;
  readonly printer: Printer;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
