import type { SheetSize } from './card-pages.ts';
import type { Conformance, DocumentFacts } from './conformance.ts';

/** What is told of the whole; what it keeps to is what its parts keep to. */
export interface JoinOptions extends Omit<DocumentFacts, keyof Conformance> {
  /** The paper that cards are put on. */
  readonly sheet?: SheetSize;
}
