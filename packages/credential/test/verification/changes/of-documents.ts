import type { Choices } from './choices.ts';
import type { DocumentChange, Form, SignedDocument } from './documents/document-change.ts';
import { changesOfCharacters } from './documents/of-characters.ts';
import { changesOfCompact } from './documents/of-compact.ts';
import { changesOfHcert } from './documents/of-hcert.ts';
import { changesOfHealthCard } from './documents/of-health-card.ts';
import { changesOfSeal } from './documents/of-seal.ts';

type ChangesOfLayers = (
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  count: number,
) => Iterable<DocumentChange>;

const layers: Readonly<Record<Form, ChangesOfLayers>> = {
  hcert: changesOfHcert,
  shc: changesOfHealthCard,
  'vds-nc': changesOfSeal,
  compact: changesOfCompact,
};

/**
 * Changes to a document at every layer: the characters that a scanner reads, what is packed in them, what is in that.
 *
 * @param others whose parts are put into it.
 * @param amount how many places of the text, and of the bytes of each layer, are changed.
 */
export function* changesOfDocument(
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  amount: { readonly stride: number; readonly bytes: number },
): Generator<DocumentChange> {
  yield* changesOfCharacters(document, choices, amount.stride);
  yield* layers[document.form](document, others, choices, amount.bytes);
}
