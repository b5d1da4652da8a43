import { isCertainlyAfter, parseCivilDate } from '../../event/civil-date.ts';
import {
  type HcertContent,
  type HcertFormat,
  judgeHcert,
  type SignedHcert,
} from '../../hcert/judge-hcert.ts';
import type { JsonObject } from '../../json.ts';
import { check } from '../../verification/checks.ts';
import type { VerificationSetting } from '../../verification/setting.ts';
import type { Check, Verification } from '../../verification/verdict.ts';
import { euDccIn } from './decode.ts';
import { entryIn, kinds, unknownCodesIn } from './entries.ts';
import { schemaFaultsOf } from './schema-faults.ts';
import { summarizeEuDcc } from './summarize.ts';
import { certificateIdOfUvci } from './uvci.ts';

/**
 * Verifies an EU DCC: layers, signature, key usage and country of the key, schema, dates, status. How long a vaccination or
 * recovery is held to protect is a rule of the country that asks: it is shown, not judged. Never throws for what it is
 * given.
 *
 * @param text what a scanner read: `HC1:…`.
 */
export const verifyEuDcc = (text: string, setting: VerificationSetting): Promise<Verification> =>
  judgeHcert(text, setting, euDcc);

const euDcc: HcertFormat<JsonObject> = { format: 'eu-dcc', contentOf: euDccIn, judge };

function judge(content: JsonObject, signed: SignedHcert): HcertContent {
  const ci = entryIn(content)?.entry.ci;
  const certificateId = typeof ci === 'string' ? certificateIdOfUvci(ci) : undefined;
  return {
    ...judgeContent(content, signed),
    content,
    summary: summarizeEuDcc(content, signed),
    ...(certificateId === undefined ? {} : { certificateId }),
  };
}

function judgeContent(
  content: JsonObject,
  { signedBy, issuedAt }: SignedHcert,
): Pick<HcertContent, 'verdict' | 'checks'> {
  const { document, issuerName } = signedBy;
  const hcert = document?.format === 'hcert' ? document : undefined;
  // Whoever trusts a country's key has answered whether there is such a country.
  const isOwnCountry = hcert?.country !== undefined && entryIn(content)?.entry.co === hcert.country;
  const broken = schemaFaultsOf(content).filter((member) => !(isOwnCountry && member.endsWith('/co')));
  if (typeof issuedAt === 'number' && isBornAfter(content.dob as string, issuedAt)) broken.push('dob');
  if (broken.length > 0) return malformed(check('content.other-schema', { members: broken.join(', ') }));

  const group = entryIn(content)?.group;
  const uses = hcert?.events;
  if (group && uses && !uses.includes(kinds[group])) {
    return malformed(check('issuer.other-use-of-key', { issuer: issuerName }));
  }
  const unknown = unknownCodesIn(content);
  return {
    checks: unknown.length > 0 ? [check('content.unknown-codes', { members: unknown.join(', ') })] : [],
  };
}

const malformed = (why: Check): Pick<HcertContent, 'verdict' | 'checks'> => ({
  verdict: 'malformed',
  checks: [why],
});

/** Half a day ahead of UTC it is tomorrow already. */
const furthestZone = 14 * 60 * 60_000;
/** Beyond it there are no dates. */
const lastMoment = 8.64e15;

function isBornAfter(dob: unknown, issuedAt: number): boolean {
  const birth = typeof dob === 'string' ? parseCivilDate(dob.slice(0, 10)) : undefined;
  const issue = parseCivilDate(
    new Date(Math.min(issuedAt + furthestZone, lastMoment)).toISOString().slice(0, 10),
  );
  return birth !== undefined && issue !== undefined && isCertainlyAfter(birth, issue);
}
