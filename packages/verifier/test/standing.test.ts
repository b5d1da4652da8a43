import { check } from '@mohar/credential/verification/checks.ts';
import type { Verdict, Verification } from '@mohar/credential/verification/verdict.ts';
import { describe, expect, it } from 'vitest';
import { type ShownVerdict, standingOf } from '../src/result/standing.ts';

const verification = (verdict: Verdict, more: Partial<Verification> = {}): Verification => ({
  verdict,
  status: { state: 'not-checked' },
  checks: [],
  ...more,
});

describe('standing', () => {
  it.each([
    ['valid', 'good', true],
    ['revoked', 'bad', true],
    ['expired', 'caution', true],
    ['not-yet-valid', 'caution', true],
    ['untrusted-issuer', 'bad', false],
    ['tampered', 'bad', false],
    ['malformed', 'bad', false],
    ['unreadable', 'unknown', false],
  ] as const)('%s weighs %s; its content is shown: %s', (verdict, weight, genuine) => {
    expect(standingOf(verification(verdict))).toEqual({ verdict, status: 'not-checked', weight, genuine });
  });

  it.each([
    ['superseded', 'superseded'],
    ['fraud', 'revoked'],
    [undefined, 'revoked'],
  ] as const)('a certificate revoked as %s is shown as %s', (reason, shown) => {
    const revocation = reason === undefined ? {} : { reason };
    const expected: ShownVerdict = shown;
    expect(standingOf(verification('revoked', { revocation })).verdict).toBe(expected);
  });

  it('takes no reason for a verdict: only what is revoked can be superseded', () => {
    expect(standingOf(verification('tampered', { revocation: { reason: 'superseded' } })).verdict).toBe(
      'tampered',
    );
  });

  it('tells fresh data from old', () => {
    const checkedAt = '2026-05-01T00:00:00Z';
    const status = { state: 'checked', checkedAt } as const;
    const fresh = verification('valid', { status, checks: [check('status.in-force', { checkedAt })] });
    const old = verification('valid', { status, checks: [check('status.stale', { checkedAt })] });
    expect(standingOf(fresh).status).toBe('checked');
    expect(standingOf(old)).toMatchObject({ status: 'stale', weight: 'good', genuine: true });
  });
});
