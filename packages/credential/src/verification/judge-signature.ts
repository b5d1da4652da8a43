import { sha256 } from '#sha256';
import { type ContextMap, w3cCredentialsV1Url, w3cCredentialsV2Url } from '../credential/contexts/bundled.ts';
import type { JsonObject } from '../json.ts';
import { canonicalForm } from '../proofs/canonicalization/canonical-form.ts';
import { type Cryptosuite, cryptosuiteOf } from '../proofs/cryptosuites.ts';
import { canonicalProofOptions } from '../proofs/proof-options.ts';
import { signingHashes } from '../proofs/signing-hashes.ts';
import { keysFor, type TrustList } from '../trust/trust-list.ts';
import { isPlainCredentialJson } from './json-bounds.ts';
import { proofOf } from './proof-of.ts';
import { withoutUnsignedMembers } from './unsigned-members.ts';
import type { Check, Verification } from './verdict.ts';

type Format = NonNullable<Verification['format']>;

/** What is found of a credential's signature. */
export type SignatureJudgement =
  | { readonly outcome: 'unreadable'; readonly detail: string }
  | {
      readonly outcome: 'untrusted-issuer' | 'tampered';
      readonly format: Format;
      readonly checks: readonly Check[];
    }
  | {
      readonly outcome: 'holds';
      readonly format: Format;
      readonly checks: readonly Check[];
      readonly issuerName: string;
      /** Only what is signed, with the proof. */
      readonly credential: JsonObject;
    };

/**
 * Judges who signed a credential and whether it is as it was signed.
 *
 * @throws CredentialError where the credential is not JSON-LD that the contexts can read.
 */
export async function judgeSignature(
  credential: JsonObject,
  trust: TrustList,
  contexts: ContextMap,
): Promise<SignatureJudgement> {
  const { proof: _, '@context': context, ...members } = credential;
  const proof = proofOf(credential);
  const format = formatOf(context, credential.type);
  const suite = proof && cryptosuiteOf(proof);
  if (!format || !proof || !suite) return unreadable('It is not signed in a way that is known here.');
  if (!isPlainCredentialJson(members)) return unreadable('It is not built like a certificate.');

  const options = canonicalProofOptions(proof, suite);
  const signature = suite.decode(proof);
  const { verificationMethod } = proof;
  if (options === undefined || signature === undefined || typeof verificationMethod !== 'string') {
    return tampered(format, 'Its signature is damaged.');
  }

  const keys = await keysFor(trust, verificationMethod);
  const usable = keys.filter(({ key }) => key.algorithm === suite.algorithm);
  if (usable.length === 0) {
    const detail =
      keys.length > 0 ? 'It names a key of another kind than its own.' : 'Its issuer is not trusted here.';
    return { outcome: 'untrusted-issuer', format, checks: [issuer('failed', detail)] };
  }

  const { proof: __, ...unsecured } = credential;
  const form = await canonicalForm(unsecured, suite.canonicalization, contexts);
  const input = suite.signingInput(signingHashes(sha256(options), form.nquads));
  for (const { issuerName, key } of usable) {
    if (!(await key.verify(signature, input))) continue;
    const signed = await onlySigned(unsecured, form, suite, contexts);
    if (!signed) return tampered(format, 'It has parts that its signature does not cover.');
    return {
      outcome: 'holds',
      format,
      issuerName,
      credential: { ...signed.credential, proof },
      checks: [issuer('passed', `Signed by ${issuerName}.`), signed.check],
    };
  }
  return tampered(format, 'It was changed after it was signed, or signed by somebody else.');
}

async function onlySigned(
  unsecured: JsonObject,
  form: { nquads: string; undefinedMembers: readonly string[] },
  suite: Cryptosuite,
  contexts: ContextMap,
): Promise<{ credential: JsonObject; check: Check } | undefined> {
  if (form.undefinedMembers.length === 0) {
    return { credential: unsecured, check: signatureCheck('passed', 'It is as it was signed.') };
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
      check: signatureCheck(
        'warning',
        `Not covered by the signature, and left out: ${found.unsigned.join(', ')}.`,
      ),
    }
  );
}

/** The data model, by the first context; nothing but a list of URLs will do, since an inline context can redefine. */
function formatOf(context: unknown, type: unknown): Format | undefined {
  if (!Array.isArray(context) || context.some((entry) => typeof entry !== 'string')) return undefined;
  if (context[0] === w3cCredentialsV2Url) return 'w3c-vc2';
  if (context[0] !== w3cCredentialsV1Url) return undefined;
  return Array.isArray(type) && type.some((one) => divocTypes.includes(String(one))) ? 'divoc' : 'w3c-vc1';
}

const divocTypes = ['ProofOfVaccinationCredential', 'ProofOfTestCertificateCredential'];

const unreadable = (detail: string): SignatureJudgement => ({ outcome: 'unreadable', detail });

const tampered = (format: Format, detail: string): SignatureJudgement => ({
  outcome: 'tampered',
  format,
  checks: [signatureCheck('failed', detail)],
});

const issuer = (outcome: Check['outcome'], detail: string): Check => ({ name: 'issuer', outcome, detail });
const signatureCheck = (outcome: Check['outcome'], detail: string): Check => ({
  name: 'signature',
  outcome,
  detail,
});
