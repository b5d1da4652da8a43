import { createHash } from 'node:crypto';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Mechanism } from 'pkcs11js';
import {
  CK_PARAMS_RSA_PSS,
  CKG_MGF1_SHA256,
  CKM_ECDSA,
  CKM_EDDSA,
  CKM_RSA_PKCS_PSS,
  CKM_SHA256,
  CKM_SHA256_RSA_PKCS_PSS,
} from './cryptoki.ts';
import { TokenError } from './token-error.ts';

/** How a token signs with one algorithm. */
export interface SigningMechanism {
  readonly name: string;
  readonly mechanism: Mechanism;
  /** What goes to the token, from the bytes to be signed. */
  input(bytes: Uint8Array): Buffer;
  /**
   * The signature as `Signer` promises it, from what the token returned.
   *
   * @throws TokenError where it can be none.
   */
  signature(returned: Buffer): Uint8Array;
}

const itself = (bytes: Uint8Array) => Buffer.from(bytes);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** RFC 7518, section 3.5: MGF1 with SHA-256, and a salt as long as the digest. */
const pss = {
  type: CK_PARAMS_RSA_PSS,
  hashAlg: CKM_SHA256,
  mgf: CKG_MGF1_SHA256,
  saltLen: 32,
};

/** By algorithm, the preferred one first. */
const mechanisms: Readonly<Record<SignatureAlgorithm, readonly SigningMechanism[]>> = {
  EdDSA: [
    { name: 'CKM_EDDSA', mechanism: { mechanism: CKM_EDDSA }, input: itself, signature: ed25519Signature },
  ],
  ES256: [
    { name: 'CKM_ECDSA', mechanism: { mechanism: CKM_ECDSA }, input: digest, signature: p256Signature },
  ],
  PS256: [
    {
      name: 'CKM_SHA256_RSA_PKCS_PSS',
      mechanism: { mechanism: CKM_SHA256_RSA_PKCS_PSS, parameter: pss },
      input: itself,
      signature: itself,
    },
    {
      name: 'CKM_RSA_PKCS_PSS',
      mechanism: { mechanism: CKM_RSA_PKCS_PSS, parameter: pss },
      input: digest,
      signature: itself,
    },
  ],
};

/**
 * The mechanism that a token signs with.
 *
 * @param supported the token's mechanisms (`CKM_…`).
 * @throws TokenError where the token has none for the algorithm.
 */
export function signingMechanism(
  algorithm: SignatureAlgorithm,
  supported: ReadonlySet<number>,
): SigningMechanism {
  const found = mechanisms[algorithm].find(({ mechanism }) => supported.has(mechanism.mechanism));
  if (found) return found;
  const wanted = mechanisms[algorithm].map(({ name }) => name).join(' or ');
  const possible = (Object.keys(mechanisms) as SignatureAlgorithm[]).filter((other) =>
    mechanisms[other].some(({ mechanism }) => supported.has(mechanism.mechanism)),
  );
  throw new TokenError(
    `The token does not sign with ${algorithm} (${wanted}). Of what Mohar signs with, it has: ${possible.join(', ') || 'nothing'}.`,
  );
}

function ed25519Signature(returned: Buffer): Uint8Array {
  if (returned.length !== 64) throw unusable(returned);
  return itself(returned);
}

/** PKCS#11, "EC signatures": r and s have the same length, which may be less than 32 bytes. */
function p256Signature(returned: Buffer): Uint8Array {
  const half = returned.length / 2;
  if (half < 1 || half > 32 || !Number.isInteger(half)) throw unusable(returned);
  const signature = new Uint8Array(64);
  signature.set(returned.subarray(0, half), 32 - half);
  signature.set(returned.subarray(half), 64 - half);
  return signature;
}

const unusable = (returned: Buffer) =>
  new TokenError(`The token returned ${returned.length} bytes as a signature; 64 are wanted.`);
