import { type HcertFormat, judgeHcert } from '../../hcert/judge-hcert.ts';
import { check } from '../../verification/checks.ts';
import type { VerificationSetting } from '../../verification/setting.ts';
import type { Check, Verification } from '../../verification/verdict.ts';
import { diseaseName, productOf, vaccineOf } from './catalogue.ts';
import type { IcvpContent } from './content.ts';
import { type DecodedIcvp, icvpOf } from './decode.ts';
import { fieldSetNamed } from './field-set.ts';
import { judgePeriod } from './period.ts';
import { summarize } from './summarize.ts';

/**
 * Verifies an International Certificate of Vaccination or Prophylaxis, of any set of fields. Besides the dates of the HCERT
 * the certificate's own period is judged. Never throws for what it is given.
 *
 * @param text what a scanner read: `HC1:…`.
 */
export const verifyIcvp = (text: string, setting: VerificationSetting): Promise<Verification> =>
  judgeHcert(text, setting, formatAt(setting.at));

/** @param at time of checking, milliseconds since 1970. */
const formatAt = (at: number): HcertFormat<DecodedIcvp> => ({
  format: 'icvp',
  contentOf: icvpOf,
  judge({ members, content, faulty, lacking, certificateId }, { signedBy, issuedAt }) {
    const { document, issuerName } = signedBy;
    const checks: Check[] = [];
    const isOtherUse =
      document?.format === 'hcert' &&
      document.events !== undefined &&
      !document.events.includes('vaccination');
    if (isOtherUse) checks.push(check('issuer.other-use-of-key', { issuer: issuerName }));
    if (faulty.length > 0) checks.push(check('content.other-schema', { members: faulty.join(', ') }));
    if (lacking.length > 0) checks.push(check('content.incomplete', { members: lacking.join(', ') }));
    const unknown = unknownCodes(content);
    if (unknown.length > 0) checks.push(check('content.unknown-codes', { members: unknown.join(', ') }));
    const period = periods[judgePeriod(content.vaccination, at) ?? 'within'];
    if (period) checks.push(period.check);
    const verdict = isOtherUse || faulty.length > 0 ? ('malformed' as const) : period?.verdict;
    const signedAt = typeof issuedAt === 'number' ? issuedAt : undefined;
    return {
      ...(verdict ? { verdict } : {}),
      checks,
      content: members,
      summary: summarize(content, { certificateId, issuedAt: signedAt }),
      ...(certificateId === undefined ? {} : { certificateId }),
    };
  },
});

const periods = {
  within: undefined,
  'not-yet': { verdict: 'not-yet-valid', check: check('dates.not-yet') },
  over: { verdict: 'expired', check: check('dates.expired') },
} as const;

/**
 * Members whose codes WHO's lists do not have. Vaccines are looked up for the diseases that its list has vaccines of;
 * products where they stand for the vaccine.
 */
function unknownCodes({ fieldSet, vaccination }: IcvpContent): string[] {
  const set = fieldSetNamed(fieldSet);
  const { disease, vaccine, product } = vaccination;
  const isListed = disease === undefined || disease === '1D47' || disease === '1C81';
  const unknown = [
    disease !== undefined && diseaseName(disease) === undefined && set.vaccination.disease,
    vaccine !== undefined && isListed && vaccineOf(vaccine) === undefined && set.vaccination.vaccine,
    vaccine === undefined && product !== undefined && !productOf(product) && set.vaccination.product,
  ];
  return unknown.filter((name) => typeof name === 'string').map((name) => `${set.event}.${name}`);
}
