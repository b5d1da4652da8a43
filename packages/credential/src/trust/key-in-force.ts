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
  // No tolerance here: the moment was chosen by whoever found out.
  if (
    compromisedSince !== undefined &&
    !(signedAt !== undefined && signedAt < Date.parse(compromisedSince))
  ) {
    return 'compromised';
  }
  if (validFrom === undefined && validUntil === undefined) return 'in-force';
  if (signedAt === undefined) return 'not-in-force';
  const afterStart = validFrom === undefined || signedAt >= Date.parse(validFrom) - clockTolerance;
  const beforeEnd = validUntil === undefined || signedAt < Date.parse(validUntil) + clockTolerance;
  return afterStart && beforeEnd ? 'in-force' : 'not-in-force';
}
