import type { Printer } from '@mohar/print/printer.ts';
import type { Kysely } from 'kysely';
import type { Issuer } from './issuing/issuer.ts';
import type { Metrics } from './metrics.ts';
import type { Tables } from './registry/tables.ts';

/** What the routes work with: made once at start. */
export interface Services {
  readonly db: Kysely<Tables>;
  readonly issuer: Issuer;
  readonly printer: Printer;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
