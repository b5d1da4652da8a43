import { judgeCivilPeriod } from '../../event/civil-period.ts';
import { type HcertFormat, judgeHcert, type SignedHcert } from '../../hcert/judge-hcert.ts';
import { check } from '../../verification/checks.ts';
import type { VerificationSetting } from '../../verification/setting.ts';
import type { Check, Verification } from '../../verification/verdict.ts';
import type { DdccContent } from './content.ts';
import { type DecodedDdcc, ddccOf } from './decode.ts';
import { displayOf } from './displays.ts';
import { summarize } from './summarize.ts';

/**
 * Verifies a DDCC in an HCERT: DDCC:VS or DDCC:TR. Besides the dates of the HCERT the certificate's own period is
 * judged. Never throws for what it is given.
 *
 * @param text what a scanner read: `HC1:…`.
 */
export const verifyDdcc = (text: string, setting: VerificationSetting): Promise<Verification> =>
  judgeHcert(text, setting, formatAt(setting.at));

/** @param at time of checking, milliseconds since 1970. */
const formatAt = (at: number): HcertFormat<DecodedDdcc> => ({
  format: 'who-ddcc',
  contentOf: ddccOf,
  judge({ members, content, faulty }, { signedBy, issuedAt }) {
    const checks: Check[] = [];
    const isOtherUse = isForOtherEvents(signedBy, content.kind);
    if (isOtherUse) checks.push(check('issuer.other-use-of-key', { issuer: signedBy.issuerName }));
    if (faulty.length > 0) checks.push(check('content.other-schema', { members: faulty.join(', ') }));
    const unknown = unknownCodes(content);
    if (unknown.length > 0) checks.push(check('content.unknown-codes', { members: unknown.join(', ') }));
    const period = judgePeriod(content, at);
    if (period) checks.push(period.check);
    const isMalformed = isOtherUse || faulty.length > 0;
    const verdict = isMalformed ? ('malformed' as const) : period?.verdict;
    return {
      ...(verdict ? { verdict } : {}),
      checks,
      content: members,
      summary: summarize(content, typeof issuedAt === 'number' ? issuedAt : undefined),
      ...(content.hcid === undefined ? {} : { certificateId: content.hcid }),
    };
  },
});

const isForOtherEvents = ({ document }: SignedHcert['signedBy'], kind: DdccContent['kind']) =>
  document?.format === 'hcert' && document.events !== undefined && !document.events.includes(kind);

/** Where the certificate says itself that it does not count at the time. What is no date is a fault of the content. */
function judgePeriod({ validFrom, validUntil }: DdccContent, at: number) {
  const answer = judgeCivilPeriod(validFrom, validUntil, at);
  if (answer === 'not-yet') return { verdict: 'not-yet-valid' as const, check: check('dates.not-yet') };
  if (answer === 'over') return { verdict: 'expired' as const, check: check('dates.expired') };
  return undefined;
}

/** Coded members whose meaning nobody here can tell. */
const unknownCodes = (content: DdccContent): string[] =>
  (['vaccine', 'disease', 'pathogen', 'type', 'result'] as const).filter((name) => {
    const coding = content[name];
    return coding !== undefined && displayOf(coding) === undefined;
  });
