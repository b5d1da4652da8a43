import { isFaultOfFile } from './file-fault.ts';

/**
 * How a refresh went, the gravest last. `missing`: what is held is there no more; the held one stays. `unreachable`: no
 * network, no answer, or the code to verify it with could not be loaded. `refused`: what was fetched is damaged, or not signed by
 * those whose list is held. The held one stays in either case.
 */
export const refreshOutcomes = ['done', 'missing', 'unreachable', 'refused'] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];

/** Of several outcomes, what is said of all of them. */
export const gravest = (outcomes: readonly RefreshOutcome[]): RefreshOutcome =>
  refreshOutcomes.findLast((outcome) => outcomes.includes(outcome)) ?? 'done';

/** How a piece of work went. */
export const outcomeOf = (work: Promise<RefreshOutcome>): Promise<RefreshOutcome> =>
  work.catch((error: unknown) => (isFaultOfFile(error) ? 'refused' : 'unreachable'));
