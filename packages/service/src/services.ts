import type { Printer } from '@mohar/print/printer.ts';
import type { BulkRunner } from './bulk/runner.ts';
import type { IssuingDesk } from './issuing/desk.ts';
import type { KeyKeeper } from './keys/key-keeper.ts';
import type { Metrics } from './metrics.ts';
import type { Publisher } from './publishing/publisher.ts';

/** What the routes work with: made once at start. */
export interface Services extends IssuingDesk {
  readonly keeper: KeyKeeper;
  readonly bulk: BulkRunner;
  readonly publisher: Publisher;
  readonly printer: Printer;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
