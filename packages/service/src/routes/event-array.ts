import type { Fault } from '@mohar/credential/event/fault.ts';
import { Problem } from '../problem.ts';

/** More events than this belong into a bulk upload. */
const maxEvents = 1_000;

/** The schema of a body of events, for the API document. Schemas are shown inline: an $id may stand there only once. */
export const eventsSchema = ({ $id: _, ...item }: { $id?: string }) => ({
  type: 'array',
  minItems: 1,
  maxItems: maxEvents,
  items: item,
});

/**
 * The body as an array.
 *
 * @throws Problem 400 where it is none, or empty, or too long.
 */
export function readEvents(body: unknown): unknown[] {
  const fault = !Array.isArray(body)
    ? { pointer: '', rule: 'type', message: 'must be an array of events' }
    : body.length === 0
      ? { pointer: '', rule: 'min-items', message: 'must hold at least one event' }
      : body.length > maxEvents
        ? { pointer: '', rule: 'max-items', message: `must hold at most ${maxEvents} events` }
        : undefined;
  if (fault) throw invalid([fault]);
  return body as unknown[];
}

/** A 400 that lists every fault, with DIVOC's code and, where it has one, message. */
export function invalid(faults: readonly Fault[]): Problem {
  const missing = faults.every(({ rule }) => rule === 'required' || rule === 'age-or-dob');
  const first = faults[0];
  return new Problem({
    status: 400,
    code: missing ? 'MISSING_FIELDS' : 'VALIDATION_ERROR',
    title: 'The request is not valid',
    detail:
      first?.rule === 'age-or-dob'
        ? first.message
        : `Nothing was issued: ${faults.length} fault(s), listed in faults.`,
    faults,
  });
}
