import type { JsonObject } from '../../../src/json.ts';

/** A certificate, changed. */
export interface Change {
  /** What was done, as the tally names it. */
  readonly kind: string;
  readonly scanned: string | Uint8Array | JsonObject;
}
