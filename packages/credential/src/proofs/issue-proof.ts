import { sha256 } from '#sha256';
import { bundledContexts, type ContextMap } from '../credential/contexts/bundled.ts';
import { MalformedCredentialError, UnsuitableKeyError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { canonicalForm } from './canonicalization/canonical-form.ts';
import type { Cryptosuite } from './cryptosuites.ts';
import { patternless } from './patternless.ts';
import { canonicalProofOptions } from './proof-options.ts';
import type { SignatureAlgorithm, Signer } from './signer.ts';
import { signingHashes } from './signing-hashes.ts';

/**
 * Signs a credential: returns it with its `proof`.
 *
 * @param credential unsigned, every member defined in its contexts.
 * @param created RFC 3339 instant; written with a precision of seconds.
 * @throws MalformedCredentialError where a member would not be signed; UnsuitableKeyError where the
 *   signer's algorithm is not the suite's; UnknownContextError.
 */
export async function issueProof(
  credential: JsonObject,
  suite: Cryptosuite,
  signer: Signer,
  created: string,
  contexts: ContextMap = bundledContexts,
): Promise<JsonObject> {
  if (signer.algorithm !== suite.algorithm) {
    throw new UnsuitableKeyError(
      `${suite.name} signs with ${suite.algorithm}, the key with ${signer.algorithm}.`,
    );
  }
  const options = preparedOptions(suite, signer, `${created.slice(0, 19)}Z`);
  const { nquads, undefinedMembers } = await canonicalForm(credential, suite.canonicalization, contexts);
  if (undefinedMembers.length > 0) {
    throw new MalformedCredentialError(`Members that would not be signed: ${undefinedMembers.join(', ')}.`);
  }
  const signature = await signer.sign(suite.signingInput(signingHashes(options.hash, nquads)));
  return { ...credential, proof: { ...options.proof, ...suite.encode(signature) } };
}

/**
 * A proof like the one that {@link issueProof} would make, of a signature that is none: to measure a credential before it
 * is signed. An RSA key is taken to have 2048 bits.
 *
 * @throws MalformedCredentialError where the verification method is not a URI.
 */
export function standInProof(suite: Cryptosuite, signer: Signer, created: string): JsonObject {
  const { proof } = preparedOptions(suite, signer, `${created.slice(0, 19)}Z`);
  return { ...proof, ...suite.encode(standIns[suite.algorithm]) };
}

const standIns: Readonly<Record<SignatureAlgorithm, Uint8Array>> = {
  EdDSA: patternless(64),
  ES256: patternless(64),
  PS256: patternless(256),
};

/** A proof without its signature, and the hash of its canonical form. */
interface PreparedOptions {
  readonly suite: Cryptosuite;
  readonly proof: JsonObject;
  readonly hash: Uint8Array;
}

/** The last of each signer: they are the same for all certificates of one second. */
const lastOptions = new WeakMap<Signer, PreparedOptions>();

function preparedOptions(suite: Cryptosuite, signer: Signer, created: string): PreparedOptions {
  const last = lastOptions.get(signer);
  if (last && last.suite === suite && last.proof.created === created) return last;
  const proof: JsonObject = {
    ...suite.header,
    created,
    verificationMethod: signer.verificationMethod,
    proofPurpose: 'assertionMethod',
  };
  const canonical = canonicalProofOptions(proof, suite);
  if (canonical === undefined) throw new MalformedCredentialError('The verification method is not a URI.');
  const options = { suite, proof, hash: sha256(canonical) };
  lastOptions.set(signer, options);
  return options;
}
