import type { KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Template } from 'pkcs11js';
import {
  CKA_EC_PARAMS,
  CKA_EC_POINT,
  CKA_MODULUS,
  CKA_MODULUS_BITS,
  CKA_PUBLIC_EXPONENT,
  CKK_EC,
  CKK_EC_EDWARDS,
  CKK_RSA,
  CKM_EC_EDWARDS_KEY_PAIR_GEN,
  CKM_EC_KEY_PAIR_GEN,
  CKM_RSA_PKCS_KEY_PAIR_GEN,
} from './cryptoki.ts';
import { ed25519Key, ed25519Name, ed25519Oid, p256Key, p256Oid, rsaKey } from './public-key.ts';

/** How a token calls the keys of one algorithm. */
export interface KeyKind {
  /** CKA_KEY_TYPE. */
  readonly keyType: number;
  /** `CKM_…` that makes a pair. */
  readonly generation: number;
  /** What a pair is made with: the first that the token takes. */
  readonly parameters: readonly Template[];
  /** The two attributes of a public key object that `publicKey` is made of. */
  readonly publicAttributes: readonly [number, number];
  publicKey(first: Buffer, second: Buffer): KeyObject | undefined;
}

export const keyKinds: Readonly<Record<SignatureAlgorithm, KeyKind>> = {
  EdDSA: {
    keyType: CKK_EC_EDWARDS,
    generation: CKM_EC_EDWARDS_KEY_PAIR_GEN,
    // Some tokens know the curve by its identifier alone, some by its name alone.
    parameters: [[{ type: CKA_EC_PARAMS, value: ed25519Oid }], [{ type: CKA_EC_PARAMS, value: ed25519Name }]],
    publicAttributes: [CKA_EC_PARAMS, CKA_EC_POINT],
    publicKey: ed25519Key,
  },
  ES256: {
    keyType: CKK_EC,
    generation: CKM_EC_KEY_PAIR_GEN,
    parameters: [[{ type: CKA_EC_PARAMS, value: p256Oid }]],
    publicAttributes: [CKA_EC_PARAMS, CKA_EC_POINT],
    publicKey: p256Key,
  },
  PS256: {
    keyType: CKK_RSA,
    generation: CKM_RSA_PKCS_KEY_PAIR_GEN,
    parameters: [
      [
        { type: CKA_MODULUS_BITS, value: 2048 },
        { type: CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
      ],
    ],
    publicAttributes: [CKA_MODULUS, CKA_PUBLIC_EXPONENT],
    publicKey: rsaKey,
  },
};
