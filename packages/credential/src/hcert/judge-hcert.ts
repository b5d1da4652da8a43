import { countryNamed } from '../codes/countries.ts';
import type { JsonObject } from '../json.ts';
import { keyForce } from '../trust/key-in-force.ts';
import {
  type HcertCertificate,
  issuerOf,
  keysOfDocuments,
  type TrustedKey,
  type UsableKey,
} from '../trust/trust-list.ts';
import { check } from '../verification/checks.ts';
import { judgeStatusOf } from '../verification/judge-status.ts';
import type { VerificationSetting } from '../verification/setting.ts';
import type { CertificateSummary } from '../verification/summarize.ts';
import type { Check, Verdict, Verification } from '../verification/verdict.ts';
import { BrokenLayerError, type Hcert, type HcertLayer, keyIdOfBytes, readHcert } from './claims.ts';

/** What a format says of the content of its HCERTs. */
export interface HcertFormat<Content> {
  readonly format: HcertCertificate;
  /**
   * The content, where there is one that can be read; it is not judged yet.
   *
   * @returns undefined where there is none.
   */
  contentOf(hcert: Hcert): Content | undefined;
  /** Judges content whose signature holds. */
  judge(content: Content, signed: SignedHcert): HcertContent;
}

/** An HCERT whose signature holds. */
export interface SignedHcert extends Hcert {
  readonly signedBy: TrustedKey;
}

/** What a format finds in a content. */
export interface HcertContent {
  /** Where something is wrong with it. */
  readonly verdict?: Extract<Verdict, 'malformed' | 'not-yet-valid' | 'expired'>;
  readonly checks: readonly Check[];
  /** The content as JSON. */
  readonly content: JsonObject;
  readonly summary: CertificateSummary;
  /** The id by which revocation lists of its issuer name it. */
  readonly certificateId?: string;
}

/** Clocks of issuers and verifiers may differ by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;

/**
 * Verifies an HCERT: its layers, who signed it and whether the key was in force, its dates and status; of what it says,
 * the format judges. Never throws for what it is given.
 *
 * @param text what a scanner read: `HC1:…`.
 */
export async function judgeHcert<Content>(
  text: string,
  setting: VerificationSetting,
  room: HcertFormat<Content>,
): Promise<Verification> {
  let hcert: Hcert;
  let content: Content | undefined;
  try {
    hcert = readHcert(text);
    content = room.contentOf(hcert);
  } catch (error) {
    const layer = brokenLayerOf(error);
    if (layer === undefined) throw error;
    if (layer === 'HC1') return answer('unreadable', [check('format.not-a-certificate')]);
    return answer('unreadable', [check('format.broken-layer', { layer })]);
  }
  if (content === undefined) return answer('unreadable', [check('format.not-a-certificate')]);

  const { format } = room;
  const checks: Check[] = [check('format.read', { format })];
  const signature = await judgeSignature(hcert, format, setting);
  if (signature.verdict) return answer(signature.verdict, [...checks, signature.check], { format });
  const { signedBy } = signature;
  const { issuerName } = signedBy;
  const found = room.judge(content, { ...hcert, signedBy });
  const readable = { format, issuerName, content: found.content, summary: found.summary };
  checks.push(check('issuer.trusted', { issuer: issuerName }), check('signature.holds'));
  if (!maySign(signedBy, format)) {
    const otherUse = check('issuer.other-use-of-key', { issuer: issuerName });
    return answer('malformed', [...checks, otherUse], readable);
  }
  checks.push(...found.checks);
  if (found.verdict === 'malformed') return answer('malformed', checks, readable);

  const dates = judgeDates(hcert, signedBy, setting.at);
  // Where the certificate's own period is over, that its HCERT is in force says nothing more.
  if (dates.verdict || !found.verdict) checks.push(dates.check);
  if (dates.verdict === 'malformed') return answer('malformed', checks, readable);
  const { status, revocation, ...standing } = await judgeStatusOf(
    {
      ...(found.certificateId === undefined ? {} : { certificateId: found.certificateId }),
      ...(typeof hcert.issuedAt === 'number' ? { signedAt: hcert.issuedAt } : {}),
    },
    issuerOf(signedBy),
    setting.status ?? [],
    setting.at,
  );
  checks.push(standing.check);
  if (revocation) return { ...answer('revoked', checks, readable), status, revocation };
  return { ...answer(dates.verdict ?? found.verdict ?? 'valid', checks, readable), status };
}

/** What is nested too deeply for the stack that is left is no certificate either, whoever calls. */
function brokenLayerOf(error: unknown): HcertLayer | undefined {
  if (error instanceof BrokenLayerError) return error.layer;
  return error instanceof RangeError ? 'CBOR' : undefined;
}

const answer = (
  verdict: Verdict,
  checks: readonly Check[],
  known: Partial<Verification> = {},
): Verification => ({ verdict, status: { state: 'not-checked' }, checks, ...known });

type SignatureJudgement =
  | { readonly verdict: 'untrusted-issuer' | 'tampered'; readonly check: Check }
  | { readonly verdict?: undefined; readonly signedBy: TrustedKey };

async function judgeSignature(
  { sign1, issuer, issuedAt }: Hcert,
  format: HcertCertificate,
  { trust, known = [] }: VerificationSetting,
): Promise<SignatureJudgement> {
  // An HCERT that names no key names the empty one: only keys without an id are tried.
  const keyId = sign1.keyId ? keyIdOfBytes(sign1.keyId) : '';
  const signersAmong = async (keys: readonly UsableKey[]): Promise<TrustedKey[]> => {
    const found: TrustedKey[] = [];
    for (const { entry, key } of keys) {
      if (key.algorithm !== sign1.algorithm) continue;
      if (await key.verify(sign1.signature, sign1.signedBytes)) found.push(entry);
    }
    return found;
  };

  const named = await keysOfDocuments(trust, 'hcert', keyId);
  const usable = named.filter(({ key }) => key.algorithm === sign1.algorithm);
  const signedAt = typeof issuedAt === 'number' ? issuedAt : undefined;
  const judged = (await signersAmong(usable)).map((signedBy) => ({
    signedBy,
    refusal: refusalOf(signedBy, issuer, signedAt),
  }));
  // A key is in several lists, and not all of them have heard that it was stolen: one that says so is believed.
  const accepted = judged.filter(({ refusal }) => refusal === undefined);
  const decisive =
    judged.find(({ refusal }) => refusal?.code === 'issuer.key-compromised') ??
    accepted.find(({ signedBy }) => maySign(signedBy, format)) ??
    accepted[0] ??
    judged[0];
  if (decisive?.refusal) return { verdict: 'untrusted-issuer', check: decisive.refusal };
  if (decisive) return { signedBy: decisive.signedBy };

  const [stranger] = await signersAmong(await keysOfDocuments(known, 'hcert', keyId));
  if (stranger) {
    const { issuerName } = stranger;
    return {
      verdict: 'untrusted-issuer',
      check: check('issuer.known-not-trusted', { issuer: issuerName }),
    };
  }
  if (usable.length > 0) return { verdict: 'tampered', check: check('signature.changed') };
  const code = named.length > 0 ? 'issuer.other-kind-of-key' : 'issuer.untrusted';
  return { verdict: 'untrusted-issuer', check: check(code) };
}

/** Whether a key counts for certificates of a format. */
const maySign = ({ document }: TrustedKey, format: HcertCertificate): boolean =>
  document?.format !== 'hcert' || (document.certificates?.includes(format) ?? true);

/** Why a signature that holds does not count. */
function refusalOf(
  signedBy: TrustedKey,
  country: string | undefined,
  signedAt: number | undefined,
): Check | undefined {
  const { issuerName: issuer, document } = signedBy;
  const force = keyForce(signedBy, signedAt);
  if (force === 'compromised') return check('issuer.key-compromised', { issuer });
  if (force === 'not-in-force') return check('issuer.key-not-in-force', { issuer });
  if (document?.format !== 'hcert' || document.country === undefined || country === undefined)
    return undefined;
  // Some issuers name an authority there: what names no country names no other one.
  const named = countryNamed(country);
  if (named === undefined || named === countryNamed(document.country)) return undefined;
  return check('issuer.other-country', { country, issuer });
}

/**
 * A certificate counts until the second in which it ends, that one included, as the EU's test data have it. It ends with its
 * signer's certificate at the latest (HCERT 1.1, section 3.3.2), whatever its claim says, and where it has none.
 */
function judgeDates(
  { issuedAt, expiresAt }: Hcert,
  { document }: TrustedKey,
  at: number,
): { verdict?: 'malformed' | 'not-yet-valid' | 'expired'; check: Check } {
  if (issuedAt === 'unreadable' || expiresAt === 'unreadable') {
    return { verdict: 'malformed', check: check('dates.unreadable') };
  }
  if (issuedAt !== undefined && issuedAt > at + clockTolerance) {
    return { verdict: 'not-yet-valid', check: check('dates.not-yet') };
  }
  const signerEnds =
    document?.format === 'hcert' && document.notAfter !== undefined
      ? Date.parse(document.notAfter)
      : undefined;
  const end = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, signerEnds ?? Number.POSITIVE_INFINITY);
  if (end < at) return { verdict: 'expired', check: check('dates.expired') };
  return { check: check(end === Number.POSITIVE_INFINITY ? 'dates.no-end' : 'dates.in-force') };
}
