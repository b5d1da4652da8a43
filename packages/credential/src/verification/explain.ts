import type { CheckOutcome } from './check-codes.ts';
import { fill, shownValues } from './checks.ts';
import type { Check, Verification } from './verdict.ts';

/** Words for all that verification can say, in one language: the files in `words/`. */
export type Words = typeof import('./words/en.json', { with: { type: 'json' }});

/** A verification in the words of a language, for the person who verifies. */
export interface Explanation {
  /** The verdict, in a few words. */
  readonly headline: string;
  /** What to do about it; empty for a valid certificate. */
  readonly advice: string;
  /** Whether and how lately revocation was looked up. */
  readonly status: string;
  /** The reason of a revocation, where it is known. */
  readonly reason?: string;
  readonly checks: readonly {
    readonly name: string;
    readonly outcome: CheckOutcome;
    readonly detail: string;
  }[];
}

/**
 * Says a verification in the words of a language.
 *
 * @param showTime writes an RFC 3339 time as the reader is used to it.
 *
 * @example
 * ```ts
 * import hi from '@mohar/credential/verification/words/hi.json' with { type: 'json' };
 * const { headline, advice } = explain(await verify(scanned, setting), hi);
 * ```
 */
export function explain(
  { verdict, status, checks, revocation }: Verification,
  words: Words,
  showTime: (time: string) => string = (time) => time,
): Explanation {
  const superseded = verdict === 'revoked' && revocation?.reason === 'superseded';
  const { headline, advice } = words.verdicts[superseded ? 'superseded' : verdict];
  const shown = (values: Check['values']) =>
    Object.fromEntries(
      Object.entries(shownValues(values)).map(([name, value]) => [
        name,
        name.endsWith('At') ? showTime(value) : value,
      ]),
    );
  return {
    headline,
    advice,
    status: fill(
      words.status[status.state],
      status.state === 'checked' ? { checkedAt: showTime(status.checkedAt) } : {},
    ),
    ...(revocation?.reason ? { reason: words.reasons[revocation.reason] } : {}),
    checks: checks.map(({ name, outcome, code, values }) => ({
      name: words.checkNames[name],
      outcome,
      detail: fill(words.checks[code], shown(values)),
    })),
  };
}
