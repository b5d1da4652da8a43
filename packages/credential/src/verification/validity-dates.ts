import type { JsonObject } from '../json.ts';
import { check } from './checks.ts';
import type { Check, Verdict } from './verdict.ts';

/** Clocks of issuers and verifiers may differ by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * Judges a credential's own validity: `issuanceDate` and `expirationDate` (VC 1.1), `validFrom` and `validUntil`
 * (VC 2.0). How long a dose is held to protect (`effectiveUntil`) is shown, not judged.
 *
 * @param at time of checking, milliseconds since 1970.
 */
export function judgeDates(credential: JsonObject, at: number): { verdict?: Verdict; check: Check } {
  const from = time(credential.validFrom ?? credential.issuanceDate);
  const until = time(credential.validUntil ?? credential.expirationDate);
  if (from === 'unreadable' || until === 'unreadable') {
    return { verdict: 'malformed', check: check('dates.unreadable') };
  }
  if (from !== undefined && from > at + clockTolerance) {
    return { verdict: 'not-yet-valid', check: check('dates.not-yet') };
  }
  if (until !== undefined && until <= at) return { verdict: 'expired', check: check('dates.expired') };
  return { check: check(until === undefined ? 'dates.no-end' : 'dates.in-force') };
}

function time(value: unknown): number | 'unreadable' | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return 'unreadable';
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? 'unreadable' : parsed;
}
