import type { TrustList } from '../../../../src/trust/trust-list.ts';

/** How a document is built, from the outside in: what its layers are. */
export type Form = 'hcert' | 'shc' | 'vds-nc' | 'compact';

/** A genuine document, to be changed. */
export interface SignedDocument {
  readonly name: string;
  readonly form: Form;
  /** What a scanner reads. */
  readonly text: string;
  readonly trust: TrustList;
  /** When it counts, milliseconds since 1970. */
  readonly at: number;
}

/** A document, changed. */
export interface DocumentChange {
  /** What was done, as the tally names it: the layer, a colon, the deed. */
  readonly kind: string;
  readonly scanned: string | Uint8Array;
}
