import type { Verdict, Verification } from '@mohar/credential/verification/verdict.ts';

/** What is shown at a glance: a verdict, where a corrected certificate is told apart from a withdrawn one. */
export type ShownVerdict = Verdict | 'superseded';

/** What is known of revocation. `stale`: looked up in data that should have been replaced. */
export type ShownStatus = 'checked' | 'not-checked' | 'stale';

/** How it is to be taken: colour and icon go by it. */
export type Weight = 'good' | 'caution' | 'bad' | 'unknown';

const weights: Record<ShownVerdict, Weight> = {
  valid: 'good',
  revoked: 'bad',
  superseded: 'bad',
  expired: 'caution',
  'not-yet-valid': 'caution',
  'untrusted-issuer': 'bad',
  tampered: 'bad',
  malformed: 'bad',
  unreadable: 'unknown',
};

/** Verdicts on certificates that are what their issuer signed: only of these the content is shown. */
const genuine: readonly ShownVerdict[] = ['valid', 'revoked', 'superseded', 'expired', 'not-yet-valid'];

export interface Standing {
  readonly verdict: ShownVerdict;
  readonly status: ShownStatus;
  readonly weight: Weight;
  readonly genuine: boolean;
}

/** Reads from a verification what is shown at a glance. */
export function standingOf({ verdict, revocation, status, checks }: Verification): Standing {
  const shown = verdict === 'revoked' && revocation?.reason === 'superseded' ? 'superseded' : verdict;
  const stale = checks.some(({ code }) => code === 'status.stale');
  return {
    verdict: shown,
    status: stale ? 'stale' : status.state,
    weight: weights[shown],
    genuine: genuine.includes(shown),
  };
}
