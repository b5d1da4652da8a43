import { UnreadablePayloadError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { cardSigner } from '../../status/card-status-source.ts';
import type { StatusSource } from '../../status/status-source.ts';
import { keyForce } from '../../trust/key-in-force.ts';
import { issuerOf, keysOfDocuments, type TrustedKey, type UsableKey } from '../../trust/trust-list.ts';
import { check } from '../../verification/checks.ts';
import { judgeStatusOf } from '../../verification/judge-status.ts';
import type { VerificationSetting } from '../../verification/setting.ts';
import type { Check, Verdict, Verification } from '../../verification/verdict.ts';
import { isCardIssuer } from './card-issuer.ts';
import { BrokenHealthCardError, type DecodedHealthCard, decodeHealthCard } from './decode.ts';
import { readBundle } from './read-bundle.ts';
import { summarizeHealthCard } from './summarize.ts';

/**
 * Verifies a SMART Health Card: the text of its code or codes, its JWS, or the first card of its file.
 *
 * Nothing is waived of what makes it this card and this issuer's: the header's algorithm, compression and key id, the
 * signature as r‖s, the issuer's URL beside the key's, the key's time, the card's own dates (`nbf` and `exp` in seconds,
 * with or without a fraction). What its FHIR bundle may look like says {@link readBundle}: strict in structure, lenient
 * in profiles.
 *
 * @returns the verdict with every check named. Never throws for what it is given.
 */
export async function verifyHealthCard(text: string, setting: VerificationSetting): Promise<Verification> {
  let card: DecodedHealthCard;
  try {
    card = decodeHealthCard(text);
  } catch (error) {
    if (!(error instanceof UnreadablePayloadError)) throw error;
    return error instanceof BrokenHealthCardError
      ? { ...answer('unreadable', [check('format.broken-layer', { layer: error.layer })]), format: 'shc' }
      : answer('unreadable', [check('format.not-a-certificate')]);
  }
  return verifyDecoded(card, setting);
}

async function verifyDecoded(card: DecodedHealthCard, setting: VerificationSetting): Promise<Verification> {
  const checks: Check[] = [check('format.read', { format: 'shc' })];
  const format = { format: 'shc' } as const;
  const fails = (verdict: Verdict, code: Check): Verification => ({
    ...answer(verdict, [...checks, code]),
    ...format,
  });

  const signature = await judgeSignature(card, setting);
  if (signature.outcome !== 'holds') return fails(signature.outcome, signature.check);
  const { signedBy, listVersion } = signature;
  const issuer = signedBy.issuerName;
  checks.push(check('issuer.trusted', { issuer }), check('signature.holds'));

  const { payload } = card;
  const claims = claimsOf(payload);
  const signed = { ...format, issuerName: issuer, content: payload };
  if (!claims.ok) {
    return {
      ...fails('malformed', check('content.other-schema', { members: claims.members.join(', ') })),
      ...signed,
    };
  }
  const { iss, nbf, exp, rid } = claims;
  if (!isOfIssuer(signedBy, iss)) {
    return fails('untrusted-issuer', check('issuer.other-country', { country: iss, issuer }));
  }
  const reading = readBundle(payload);
  if (!reading.ok) {
    const members = reading.members.slice(0, maxNamed).join(', ');
    return {
      ...fails('malformed', check(reading.code, members === '' ? undefined : { members })),
      ...signed,
    };
  }
  if (reading.unknownCodes.length > 0) {
    const members = reading.unknownCodes.slice(0, maxNamed).join(', ');
    checks.push(check('content.unknown-codes', { members }));
  }
  const readable = { ...signed, summary: summarizeHealthCard(reading.content, rid, nbf) };

  const dates = datesAt(setting.at, nbf, exp);
  const standing = await judgeStatusOf(
    {
      signedAt: nbf,
      ...(rid === undefined ? {} : { certificateId: rid }),
      ...(listVersion === undefined ? {} : { listVersion }),
    },
    issuerOf(signedBy),
    sourcesFor(card, iss, signedBy, setting.status ?? []),
    setting.at,
  );
  checks.push(dates.check, standing.check);
  const { status, revocation } = standing;
  if (revocation) return { ...answer('revoked', checks), ...readable, status, revocation };
  return { ...answer(dates.verdict ?? 'valid', checks), ...readable, status };
}

type SignatureJudgement =
  | { readonly outcome: 'holds'; readonly signedBy: TrustedKey; readonly listVersion: number | undefined }
  | { readonly outcome: 'untrusted-issuer' | 'tampered'; readonly check: Check };

async function judgeSignature(
  card: DecodedHealthCard,
  { trust, known = [] }: VerificationSetting,
): Promise<SignatureJudgement> {
  const { keyId, signature, signingInput, payload } = card;
  const candidates = await keysOfDocuments(trust, 'shc', keyId);
  const usable = candidates.filter(({ key }) => key.algorithm === 'ES256');
  if (usable.length > 0 && signature.length !== signatureBytes) {
    return { outcome: 'tampered', check: check('signature.damaged') };
  }
  const signers = await signersAmong(usable, signature, signingInput);
  const signedAt = typeof payload.nbf === 'number' ? payload.nbf * 1000 : undefined;
  const judged = signers.map(({ entry }) => ({ entry, force: keyForce(entry, signedAt) }));
  // A key is in several lists, and not all of them have heard that it was stolen: one that says so is believed.
  const compromised = judged.find(({ force }) => force === 'compromised');
  const inForce = judged.filter(({ force }) => force === 'in-force');
  // An issuer that moved to another URL with its key is in the lists twice.
  const signer = inForce.find(({ entry }) => isOfIssuer(entry, payload.iss)) ?? inForce[0];
  if (signer && !compromised) {
    return { outcome: 'holds', signedBy: signer.entry, listVersion: newestListOf(inForce, payload.iss) };
  }
  const refused = compromised ?? judged[0];
  if (refused) {
    const code = compromised ? 'issuer.key-compromised' : 'issuer.key-not-in-force';
    return { outcome: 'untrusted-issuer', check: check(code, { issuer: refused.entry.issuerName }) };
  }
  const [stranger] = await signersAmong(await keysOfDocuments(known, 'shc', keyId), signature, signingInput);
  if (stranger) {
    const { issuerName } = stranger.entry;
    return { outcome: 'untrusted-issuer', check: check('issuer.known-not-trusted', { issuer: issuerName }) };
  }
  if (usable.length > 0) return { outcome: 'tampered', check: check('signature.changed') };
  const code = candidates.length > 0 ? 'issuer.other-kind-of-key' : 'issuer.untrusted';
  return { outcome: 'untrusted-issuer', check: check(code) };
}

async function signersAmong(
  keys: readonly UsableKey[],
  signature: Uint8Array,
  signed: Uint8Array,
): Promise<UsableKey[]> {
  const found: UsableKey[] = [];
  if (signature.length !== signatureBytes) return found;
  for (const one of keys) {
    if (one.key.algorithm === 'ES256' && (await one.key.verify(signature, signed))) found.push(one);
  }
  return found;
}

/** The version of the key's card revocation list; where several lists have the key, the newest that one of them announces. */
function newestListOf(entries: readonly { readonly entry: TrustedKey }[], iss: unknown): number | undefined {
  const versions = entries.flatMap(({ entry: { document } }) =>
    document?.format === 'shc' && document.iss === iss && document.crlVersion !== undefined
      ? [document.crlVersion]
      : [],
  );
  return versions.length === 0 ? undefined : Math.max(...versions);
}

/** Whether a key is of the issuer that a card names; of a bare key, nobody knows better. */
const isOfIssuer = ({ document }: TrustedKey, iss: unknown): boolean =>
  document?.format !== 'shc' || document.iss === iss;

/** The payload's members around the bundle; times in milliseconds since 1970. */
type Claims =
  | {
      readonly ok: true;
      readonly iss: string;
      readonly nbf: number;
      readonly exp?: number;
      readonly rid?: string;
    }
  | { readonly ok: false; readonly members: readonly string[] };

function claimsOf({ iss, nbf, vc, ...optional }: JsonObject): Claims {
  const { type, credentialSubject, ...others } = isJsonObject(vc) ? vc : {};
  const { fhirVersion } = isJsonObject(credentialSubject) ? credentialSubject : {};
  // Some issuers write null for what is not there.
  const exp = optional.exp ?? undefined;
  const rid = others.rid ?? undefined;
  const faults = {
    '/iss': !isCardIssuer(iss),
    '/nbf': !isTime(nbf),
    '/exp': exp !== undefined && !(isTime(exp) && isTime(nbf) && exp > nbf),
    '/vc/type': !Array.isArray(type) || !type.includes(cardType),
    '/vc/rid': rid !== undefined && typeof rid !== 'string',
    // A later R4 could only be an erratum; another release means other things by the same names.
    '/vc/credentialSubject/fhirVersion': typeof fhirVersion !== 'string' || !/^4\.0\.\d+$/.test(fhirVersion),
  };
  const members = Object.entries(faults).flatMap(([member, isFaulty]) => (isFaulty ? [member] : []));
  if (members.length > 0) return { ok: false, members };
  return {
    ok: true,
    iss: iss as string,
    nbf: (nbf as number) * 1000,
    ...(exp === undefined ? {} : { exp: (exp as number) * 1000 }),
    ...(rid === undefined ? {} : { rid: rid as string }),
  };
}

/** All in milliseconds since 1970. An end in milliseconds instead of seconds is one in a far future, as it is signed. */
function datesAt(at: number, nbf: number, exp: number | undefined): { verdict?: Verdict; check: Check } {
  if (nbf > at + clockTolerance) return { verdict: 'not-yet-valid', check: check('dates.not-yet') };
  if (exp === undefined) return { check: check('dates.no-end') };
  if (exp <= at) return { verdict: 'expired', check: check('dates.expired') };
  return { check: check('dates.in-force') };
}

/**
 * The issuer's own sources, and the card revocation list of this key, which speaks of none of its other keys' cards.
 */
const sourcesFor = (
  { keyId }: DecodedHealthCard,
  iss: string,
  signedBy: TrustedKey,
  sources: readonly StatusSource[],
): StatusSource[] =>
  sources.map((source) =>
    source.issuer === cardSigner(iss, keyId) ? { ...source, issuer: issuerOf(signedBy) } : source,
  );

const cardType = 'https://smarthealth.cards#health-card';

/** Seconds since 1970 that JavaScript's dates reach; milliseconds are among them, and lie in a far future. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= 8_640_000_000_000;

/** Clocks of issuers and verifiers may differ by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;
/** r and s. */
const signatureBytes = 64;
/** Members or codes that an answer names. */
const maxNamed = 5;

const answer = (verdict: Verdict, checks: readonly Check[]): Verification => ({
  verdict,
  status: { state: 'not-checked' },
  checks,
});
