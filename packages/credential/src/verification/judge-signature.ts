import { sha256 } from '#sha256';
import { type ContextMap, w3cCredentialsV1Url, w3cCredentialsV2Url } from '../credential/contexts/bundled.ts';
import type { JsonObject } from '../json.ts';
import { canonicalForm } from '../proofs/canonicalization/canonical-form.ts';
import { type Cryptosuite, cryptosuiteOf } from '../proofs/cryptosuites.ts';
import { canonicalProofOptions } from '../proofs/proof-options.ts';
import { signingHashes } from '../proofs/signing-hashes.ts';
import { keyOfDidKey } from '../trust/did-key.ts';
import { keyForce } from '../trust/key-in-force.ts';
import { keysFor, type TrustedKey, type TrustList, type UsableKey } from '../trust/trust-list.ts';
import { check } from './checks.ts';
import { isPlainCredentialJson } from './json-bounds.ts';
import { proofOf } from './proof-of.ts';
import { withoutUnsignedMembers } from './unsigned-members.ts';
import type { Check, Verification } from './verdict.ts';

type Format = NonNullable<Verification['format']>;

/** What is found of a credential's signature. */
export type SignatureJudgement =
  | { readonly outcome: 'unreadable'; readonly checks: readonly Check[] }
  | {
      readonly outcome: 'untrusted-issuer' | 'tampered';
      readonly format: Format;
      readonly checks: readonly Check[];
    }
  | {
      readonly outcome: 'holds';
      readonly format: Format;
      readonly checks: readonly Check[];
      /** The key that signed. */
      readonly signedBy: TrustedKey;
      /** What the proof says of when, milliseconds since 1970. */
      readonly signedAt: number | undefined;
      /** Only what is signed, with the proof. */
      readonly credential: JsonObject;
    };

/** Whose signatures count; and whose are known, so that what they signed is not called changed. */
export interface KnownKeys {
  readonly trust: TrustList;
  readonly known: TrustList;
}

/**
 * Judges who signed a credential and whether it is as it was signed.
 *
 * @throws CredentialError where the credential is not JSON-LD that the contexts can read.
 */
export async function judgeSignature(
  credential: JsonObject,
  { trust, known }: KnownKeys,
  contexts: ContextMap,
): Promise<SignatureJudgement> {
  const { proof: _, '@context': context, ...members } = credential;
  const proof = proofOf(credential);
  const format = formatOf(context, credential.type);
  const suite = proof && cryptosuiteOf(proof);
  if (!format || !proof || !suite) return unreadable('format.unknown-proof');
  if (!isPlainCredentialJson(members)) return unreadable('format.not-built-like-one');

  const options = canonicalProofOptions(proof, suite);
  const signature = suite.decode(proof);
  const { verificationMethod } = proof;
  if (options === undefined || signature === undefined || typeof verificationMethod !== 'string') {
    return refused('tampered', format, check('signature.damaged'));
  }

  const { proof: __, ...unsecured } = credential;
  let form: Awaited<ReturnType<typeof canonicalForm>> | undefined;
  const signersAmong = async (keys: readonly UsableKey[]): Promise<UsableKey[]> => {
    const found: UsableKey[] = [];
    for (const one of keys) {
      if (one.key.algorithm !== suite.algorithm) continue;
      form ??= await canonicalForm(unsecured, suite.canonicalization, contexts);
      const input = suite.signingInput(signingHashes(sha256(options), form.nquads));
      if (await one.key.verify(signature, input)) found.push(one);
    }
    return found;
  };

  const trusted = await keysFor(trust, verificationMethod);
  const usable = trusted.filter(({ key }) => key.algorithm === suite.algorithm);
  const signedAt = instantOf(proof.created);
  const signers = (await signersAmong(usable)).map(({ entry }) => ({
    entry,
    force: keyForce(entry, signedAt),
  }));
  const signer = signers.find(({ force }) => force === 'in-force') ?? signers[0];

  if (signer && signer.force !== 'in-force') {
    const code = signer.force === 'compromised' ? 'issuer.key-compromised' : 'issuer.key-not-in-force';
    return refused('untrusted-issuer', format, check(code, { issuer: signer.entry.issuerName }));
  }
  if (signer && form) {
    const signed = await onlySigned(unsecured, form, suite, contexts);
    if (!signed) return refused('tampered', format, check('signature.uncovered-parts'));
    return {
      outcome: 'holds',
      format,
      signedBy: signer.entry,
      signedAt,
      credential: { ...signed.credential, proof },
      checks: [check('issuer.trusted', { issuer: signer.entry.issuerName }), signed.check],
    };
  }

  const stranger = await signerAmongKnown(known, verificationMethod, signersAmong);
  if (stranger) return refused('untrusted-issuer', format, stranger);
  if (usable.length > 0) return refused('tampered', format, check('signature.changed'));
  return refused(
    'untrusted-issuer',
    format,
    check(trusted.length > 0 ? 'issuer.other-kind-of-key' : 'issuer.untrusted'),
  );
}

/** Whether somebody who is known, but not trusted, signed it: then it is as it was signed. */
async function signerAmongKnown(
  known: TrustList,
  verificationMethod: string,
  signersAmong: (keys: readonly UsableKey[]) => Promise<readonly UsableKey[]>,
): Promise<Check | undefined> {
  const self = keyOfDidKey(verificationMethod);
  const keys = await keysFor(self ? [...known, self] : known, verificationMethod);
  try {
    const [signer] = await signersAmong(keys);
    if (!signer) return undefined;
    if (signer.entry === self) return check('issuer.untrusted');
    return check('issuer.known-not-trusted', { issuer: signer.entry.issuerName });
  } catch {
    // It cannot be read; and it is not trusted anyway.
    return undefined;
  }
}

async function onlySigned(
  unsecured: JsonObject,
  form: { nquads: string; undefinedMembers: readonly string[] },
  suite: Cryptosuite,
  contexts: ContextMap,
): Promise<{ credential: JsonObject; check: Check } | undefined> {
  if (form.undefinedMembers.length === 0) {
    return { credential: unsecured, check: check('signature.holds') };
  }
  const found = await withoutUnsignedMembers(
    unsecured,
    form.undefinedMembers,
    form.nquads,
    suite.canonicalization,
    contexts,
  );
  return (
    found && {
      credential: found.credential,
      check: check('signature.left-out', { members: found.unsigned.join(', ') }),
    }
  );
}

/** The data model, by the first context; nothing but a list of URLs will do, since an inline context can redefine. */
function formatOf(context: unknown, type: unknown): Format | undefined {
  if (!Array.isArray(context) || context.length > maxContexts) return undefined;
  if (context.some((entry) => typeof entry !== 'string')) return undefined;
  if (context[0] === w3cCredentialsV2Url) return 'w3c-vc2';
  if (context[0] !== w3cCredentialsV1Url) return undefined;
  return Array.isArray(type) && type.some((one) => divocTypes.includes(String(one))) ? 'divoc' : 'w3c-vc1';
}

/** No certificate has more; each one costs time, before anybody has signed for it. */
const maxContexts = 8;

const divocTypes = ['ProofOfVaccinationCredential', 'ProofOfTestCertificateCredential'];

function instantOf(created: unknown): number | undefined {
  const instant = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

const unreadable = (code: 'format.unknown-proof' | 'format.not-built-like-one'): SignatureJudgement => ({
  outcome: 'unreadable',
  checks: [check(code)],
});

const refused = (
  outcome: 'untrusted-issuer' | 'tampered',
  format: Format,
  why: Check,
): SignatureJudgement => ({ outcome, format, checks: [why] });
