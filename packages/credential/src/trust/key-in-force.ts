import type { TrustedKey } from './trust-list.ts';

/** Whether a key counted when it signed. */
export type KeyForce = 'in-force' | 'not-in-force' | 'compromised';

/** Clocks of issuers and trust lists may differ by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * Judges whether a key counted when it signed.
 *
 * @param signedAt milliseconds since 1970; undefined where the proof does not tell, which only a key without any
 *   limits allows.
 */
export function keyForce(
  { validFrom, validUntil, compromisedSince }: TrustedKey,
  signedAt: number | undefined,
): KeyForce {
  if (compromisedSince !== undefined) {
    const since = Date.parse(compromisedSince);
    // A key that was in other hands from its beginning has no time before, not the tolerance's either.
    const isEver = validFrom !== undefined && since <= Date.parse(validFrom);
    // No tolerance here: the moment was chosen by whoever found out.
    if (isEver || !(signedAt !== undefined && signedAt < since)) return 'compromised';
  }
  if (validFrom === undefined && validUntil === undefined) return 'in-force';
  if (signedAt === undefined) return 'not-in-force';
  const afterStart = validFrom === undefined || signedAt >= Date.parse(validFrom) - clockTolerance;
  const beforeEnd = validUntil === undefined || signedAt < Date.parse(validUntil) + clockTolerance;
  return afterStart && beforeEnd ? 'in-force' : 'not-in-force';
}
