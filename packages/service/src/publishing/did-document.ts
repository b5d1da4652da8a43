import { multikeyOf } from '@mohar/credential/trust/multikey.ts';
import type { SigningKey } from '../registry/signing-keys.ts';
import { jwkOf, type PublicJwk } from './jwks.ts';

/** A DID document (W3C DID 1.0), as JSON-LD. */
export interface DidDocument {
  readonly '@context': readonly string[];
  readonly id: string;
  readonly verificationMethod: readonly VerificationMethod[];
  readonly assertionMethod: readonly string[];
}

type VerificationMethod = { readonly id: string; readonly controller: string } & (
  | { readonly type: 'Multikey'; readonly publicKeyMultibase: string }
  | { readonly type: 'JsonWebKey2020'; readonly publicKeyJwk: Readonly<Record<string, unknown>> }
);

/**
 * The DID document of an issuer: the keys whose signatures may count, also those that are announced, and those that sign
 * no longer. It has no words for time: a compromised key is left out. So is a key whose name is not one of this DID
 * (MOHAR_VERIFICATION_METHOD): nobody would look for it here.
 *
 * Ed25519 and P-256 are written as Multikey, which Data Integrity wants (vc-di-eddsa, section 2.1.1); RSA, which has no
 * such form, as a JWK.
 *
 * @param did such as `did:web:health.example.gov`.
 */
export function didDocument(did: string, keys: readonly SigningKey[]): DidDocument {
  const methods = keys
    .filter(
      ({ state, verificationMethod }) => state !== 'compromised' && verificationMethod.startsWith(`${did}#`),
    )
    .map((key) => methodOf(did, jwkOf(key)));
  const withJwk = methods.some(({ type }) => type === 'JsonWebKey2020');
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      ...(withJwk ? ['https://w3id.org/security/suites/jws-2020/v1'] : []),
    ],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  };
}

function methodOf(controller: string, { kid: id, ...jwk }: PublicJwk): VerificationMethod {
  const publicKeyMultibase = multikeyOf(jwk);
  if (publicKeyMultibase !== undefined) return { id, controller, type: 'Multikey', publicKeyMultibase };
  const { kty, n, e, alg } = jwk;
  return { id, controller, type: 'JsonWebKey2020', publicKeyJwk: { kty, n, e, alg } };
}
