import { Problem } from '../problem.ts';
import { type ChosenReason, chosenReasons } from '../registry/revocation/revocation-query.ts';

/** JSON Schema of a reason and its text, for queries and bodies. */
export const reasonProperties = {
  reason: {
    type: 'string',
    enum: chosenReasons,
    description: 'Why; “superseded” is not to be chosen: a correction sets it',
  },
  note: {
    type: 'string',
    maxLength: 500,
    pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$',
    description: 'For staff, never published; needed with the reason “other”',
  },
};

/** What a caller gave as reason. @throws Problem 400 where “other” comes without a text. */
export function readReason(
  { reason, note = '' }: { reason?: ChosenReason; note?: string },
  base: string,
): { reason: ChosenReason; note: string } {
  // DIVOC's callers give none.
  if (reason === undefined) return { reason: 'other', note: note.trim() || 'no reason was given' };
  if (reason !== 'other' || note.trim() !== '') return { reason, note: note.trim() };
  throw new Problem({
    status: 400,
    code: 'VALIDATION_ERROR',
    title: 'The reason is not complete',
    detail: 'Nothing was revoked: the reason “other” needs a text.',
    faults: [{ pointer: `${base}note`, rule: 'note', message: 'must say why, where the reason is “other”' }],
  });
}
