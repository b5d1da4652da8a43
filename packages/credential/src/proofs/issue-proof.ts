import { bundledContexts, type ContextMap } from '../credential/contexts/bundled.ts';
import { MalformedCredentialError, UnsuitableKeyError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { canonicalForm } from './canonical-form.ts';
import type { Cryptosuite } from './cryptosuites.ts';
import { canonicalProofOptions } from './proof-options.ts';
import type { Signer } from './signer.ts';
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
  const proof: JsonObject = {
    ...suite.header,
    created: `${created.slice(0, 19)}Z`,
    verificationMethod: signer.verificationMethod,
    proofPurpose: 'assertionMethod',
  };
  const options = canonicalProofOptions(proof, suite);
  if (options === undefined) throw new MalformedCredentialError('The verification method is not a URI.');
  const { nquads, undefinedMembers } = await canonicalForm(credential, suite.canonicalization, contexts);
  if (undefinedMembers.length > 0) {
    throw new MalformedCredentialError(`Members that would not be signed: ${undefinedMembers.join(', ')}.`);
  }
  const signature = await signer.sign(suite.signingInput(signingHashes(options, nquads)));
  return { ...credential, proof: { ...proof, ...suite.encode(signature) } };
}
