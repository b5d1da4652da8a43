import { createHash, createPublicKey } from 'node:crypto';
import type { SigningKey } from '../registry/signing-keys.ts';

/** A public key as RFC 7517 writes it; `kid` is its verification method, `alg` its JOSE name. */
export interface PublicJwk {
  readonly kty: 'OKP' | 'EC' | 'RSA';
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: 'sig';
}

/** A public key as a JSON Web Key (RFC 7517; Ed25519: RFC 8037). */
export const jwkOf = ({ publicKey, verificationMethod, algorithm }: SigningKey): PublicJwk => ({
  ...(createPublicKey(publicKey).export({ format: 'jwk' }) as Pick<PublicJwk, 'kty'>),
  kid: verificationMethod,
  alg: algorithm,
  use: 'sig',
});

/**
 * The keys whose signatures may count, as a JWK Set (RFC 7517, section 5): also those that are announced, and those that
 * sign no longer. It has no words for time: a compromised key is left out, with all that it signed before.
 */
export const jwks = (keys: readonly SigningKey[]): { readonly keys: readonly PublicJwk[] } => ({
  keys: keys.filter(({ state }) => state !== 'compromised').map(jwkOf),
});

/** The required members of each kind of key, in the order of their names. */
const required = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
} as const;

/** The SHA-256 thumbprint of a key (RFC 7638), base64url. */
export function jwkThumbprint(jwk: PublicJwk): string {
  const members = required[jwk.kty].map((name) => [name, jwk[name]] as const);
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url');
}
