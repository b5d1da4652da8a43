import { issuerOf } from '../../trust/trust-list.ts';
import { check } from '../../verification/checks.ts';
import { judgeStatusOf } from '../../verification/judge-status.ts';
import type { VerificationSetting } from '../../verification/setting.ts';
import type { Check, Verdict, Verification } from '../../verification/verdict.ts';
import { holdsAsEcdsa } from '../../x509/signatures.ts';
import { BrokenVdsNcError, type DecodedVdsNc, decodeVdsNc } from './decode.ts';
import { otherCountryOf } from './judge-country.ts';
import { judgeDates } from './judge-dates.ts';
import { maySign } from './judge-usage.ts';
import { documentTypeOf, schemaFaults, unknownCodes } from './schema-faults.ts';
import { lookUpOf, summarizeVdsNc } from './summarize.ts';
import { findSigners, type SignerFinding, signerForce, type TrustedSigner } from './trusted-signer.ts';

const format = 'vds-nc';

/**
 * Verifies the text of an ICAO VDS-NC: who signed it, by the certificate that it carries and the authorities and
 * signers of the trust list, whether it is as it was signed, and whether it counts.
 *
 * @returns the verdict with every check named. Never throws for what it is given.
 * @throws CodeNotLoadedError where the curve of a key cannot be loaded.
 */
export async function verifyVdsNc(text: string, setting: VerificationSetting): Promise<Verification> {
  let document: DecodedVdsNc;
  try {
    document = decodeVdsNc(text);
  } catch (error) {
    const layer = error instanceof BrokenVdsNcError ? error.layer : 'JSON';
    return answer('unreadable', [check('format.broken-layer', { layer })]);
  }
  const checks: Check[] = [check('format.read', { format })];
  const { certificate, signature, hash, signedBytes, data } = document;
  const finding = await findSigners(certificate, setting.trust);
  const holds = await holdsAsEcdsa(signature, 'compact', hash, signedBytes, certificate.spki);
  const found = decisive(finding.signers, setting.at);
  if (!found) return refuse(checks, await strangerOf(document, finding, holds, setting));
  if (!holds) return refuse(checks, { verdict: 'tampered', check: check('signature.changed') });
  const { signer, force } = found;
  const issuer = { issuer: signer.entry.issuerName };
  if (force !== 'in-force') {
    const code = force === 'compromised' ? 'issuer.key-compromised' : 'issuer.key-not-in-force';
    return refuse(checks, { verdict: 'untrusted-issuer', check: check(code, issuer) });
  }
  const other = otherCountryOf(data, signer);
  if (other !== undefined) {
    const code = check('issuer.other-country', { country: other, ...issuer });
    return refuse(checks, { verdict: 'untrusted-issuer', check: code });
  }

  checks.push(check('issuer.trusted', issuer), check('signature.holds'));
  const readable = { issuerName: signer.entry.issuerName, content: data, summary: summarizeVdsNc(data) };
  const content = judgeContent(document, signer);
  checks.push(...content);
  if (content.some(({ outcome }) => outcome === 'failed')) return answer('malformed', checks, readable);
  const dates = judgeDates(data, signer.vouched, setting.at);
  const { certificateId, issuedAt } = lookUpOf(data) ?? {};
  const standing = await judgeStatusOf(
    {
      ...(certificateId === undefined ? {} : { certificateId }),
      // Lists know the certificate, of which the seal is a copy: since when, is what they ask.
      ...(issuedAt === undefined ? {} : { signedAt: issuedAt }),
    },
    issuerOf(signer.entry),
    setting.status ?? [],
    setting.at,
  );
  checks.push(dates.check, standing.check);
  const { status, revocation } = standing;
  if (revocation) return { ...answer('revoked', checks, readable), status, revocation };
  return { ...answer(dates.verdict ?? 'valid', checks, readable), status };
}

/** What the signed data must be, and whether the key may sign it. */
function judgeContent({ data }: DecodedVdsNc, signer: TrustedSigner): Check[] {
  const faults = schemaFaults(data);
  if (faults.length > 0) return [check('content.other-schema', { members: faults.slice(0, 10).join(', ') })];
  const type = documentTypeOf(data);
  if (!type || !maySign(signer, type)) {
    return [check('issuer.other-use-of-key', { issuer: signer.entry.issuerName })];
  }
  const unknown = unknownCodes(data);
  return unknown.length > 0 ? [check('content.unknown-codes', { members: unknown.join(', ') })] : [];
}

/** What can be said of a document whose signer nobody vouches for. */
async function strangerOf(
  { certificate }: DecodedVdsNc,
  { isForged }: SignerFinding,
  holds: boolean,
  { known = [] }: VerificationSetting,
): Promise<{ verdict: Verdict; check: Check }> {
  if (isForged) return { verdict: 'tampered', check: check('signature.changed') };
  const [stranger] = holds ? (await findSigners(certificate, known)).signers : [];
  return {
    verdict: 'untrusted-issuer',
    check: stranger
      ? check('issuer.known-not-trusted', { issuer: stranger.entry.issuerName })
      : check('issuer.untrusted'),
  };
}

/**
 * Who answers for a certificate, where several entries vouch for it: its own key's, or its authority's. One that says
 * that the key was in other hands is believed; else one that counts goes before one that does not.
 */
function decisive(signers: readonly TrustedSigner[], at: number) {
  const judged = signers.map((signer) => ({ signer, force: signerForce(signer, at) }));
  return (
    judged.find(({ force }) => force === 'compromised') ??
    judged.find(({ force }) => force === 'in-force') ??
    judged[0]
  );
}

const refuse = (checks: readonly Check[], why: { verdict: Verdict; check: Check }): Verification =>
  answer(why.verdict, [...checks, why.check]);

const answer = (
  verdict: Verdict,
  checks: readonly Check[],
  known: Pick<Verification, 'issuerName' | 'content' | 'summary'> = {},
): Verification => ({ verdict, status: { state: 'not-checked' }, format, checks, ...known });
