import type { Printer } from '@mohar/print/printer.ts';
import type { BulkRunner } from './bulk/runner.ts';
import type { DesignVersions } from './designs/design-versions.ts';
import type { IssuingDesk } from './issuing/desk.ts';
import type { DocumentKeys } from './keys/documents/document-keys.ts';
import type { KeyKeeper } from './keys/key-keeper.ts';
import type { Metrics } from './metrics.ts';
import type { Previews } from './preview/previews.ts';
import type { Publisher } from './publishing/publisher.ts';

/** What the routes work with: made once at start. */
export interface Services extends IssuingDesk {
  readonly keeper: KeyKeeper;
  /** Keys of documents for other countries. */
  readonly documentKeys: DocumentKeys;
  readonly bulk: BulkRunner;
  readonly publisher: Publisher;
  /** Whether the next code is read back from its picture before it leaves. */
  readonly sampled: () => boolean;
  readonly printer: Printer;
  readonly designs: DesignVersions;
  readonly previews: Previews;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
