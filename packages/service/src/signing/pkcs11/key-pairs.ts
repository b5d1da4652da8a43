import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Handle, Template } from 'pkcs11js';
import { algorithmOf } from '../issuer-key.ts';
import {
  CKA_CLASS,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_LABEL,
  CKA_SIGN,
  CKO_PRIVATE_KEY,
  CKO_PUBLIC_KEY,
  type Cryptoki,
  returnValueOf,
} from './cryptoki.ts';
import { keyKinds } from './key-kinds.ts';
import { requireLogin } from './log-in.ts';
import { TokenError } from './token-error.ts';

/** A key pair of a token. Plain data: may pass from thread to thread. */
export interface TokenKey {
  /** CKA_LABEL of the private key. */
  readonly label: string;
  /** CKA_ID, hexadecimal: what the two halves of a pair have in common. */
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKeyPem: string;
}

/**
 * The key pairs of a token that Mohar can sign with: Ed25519, P-256, RSA of 2048 bits or more. Others are passed over,
 * also a private key that may not sign, has no CKA_ID, or has no public key object with the same CKA_ID beside it.
 *
 * @param session logged in.
 */
export function listKeyPairs(cryptoki: Cryptoki, session: Handle): TokenKey[] {
  requireLogin(cryptoki, session);
  const algorithms = Object.keys(keyKinds) as SignatureAlgorithm[];
  return algorithms.flatMap((algorithm) => {
    const { keyType } = keyKinds[algorithm];
    const template = [...privateKeys(keyType), { type: CKA_SIGN, value: true }];
    return findObjects(cryptoki, session, template)
      .map((privateKey) => readKeyPair(cryptoki, session, algorithm, privateKey))
      .filter((key) => key !== undefined);
  });
}

/**
 * The private half of a key pair.
 *
 * @param session logged in; the handle is good for as long as it lives.
 * @throws TokenError where the token has no such key, or several with its CKA_ID.
 */
export function findPrivateKey(
  cryptoki: Cryptoki,
  session: Handle,
  { algorithm, id, label }: TokenKey,
): Handle {
  requireLogin(cryptoki, session);
  const { keyType } = keyKinds[algorithm];
  const template = [...privateKeys(keyType), { type: CKA_ID, value: Buffer.from(id, 'hex') }];
  const [found, ...others] = findObjects(cryptoki, session, template);
  if (found && others.length === 0) return found;
  throw new TokenError(
    found
      ? `Several private keys of the token have the CKA_ID ${id}: give each pair one of its own.`
      : `The token has no private key “${label}” (${algorithm}, CKA_ID ${id}).`,
  );
}

const privateKeys = (keyType: number): Template => [
  { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
  { type: CKA_KEY_TYPE, value: keyType },
];

function readKeyPair(
  cryptoki: Cryptoki,
  session: Handle,
  algorithm: SignatureAlgorithm,
  privateKey: Handle,
): TokenKey | undefined {
  const { keyType, publicAttributes, publicKey } = keyKinds[algorithm];
  const [id, label] = readAttributes(cryptoki, session, privateKey, [CKA_ID, CKA_LABEL]) ?? [];
  if (!id?.length || !label) return undefined;
  const [found] = findObjects(cryptoki, session, [
    { type: CKA_CLASS, value: CKO_PUBLIC_KEY },
    { type: CKA_KEY_TYPE, value: keyType },
    { type: CKA_ID, value: id },
  ]);
  const [first, second] = (found && readAttributes(cryptoki, session, found, publicAttributes)) ?? [];
  const key = first && second && publicKey(first, second);
  // An RSA key may be too short.
  if (!key || algorithmOf(key) !== algorithm) return undefined;
  const publicKeyPem = key.export({ type: 'spki', format: 'pem' }).toString();
  return { label: label.toString('utf8'), id: id.toString('hex'), algorithm, publicKeyPem };
}

function findObjects(cryptoki: Cryptoki, session: Handle, template: Template): Handle[] {
  cryptoki.C_FindObjectsInit(session, template);
  try {
    const found: Handle[] = [];
    for (;;) {
      const some = cryptoki.C_FindObjects(session, 100);
      if (some.length === 0) return found;
      found.push(...some);
    }
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
}

/** @returns undefined where the object has no such attributes. */
function readAttributes(
  cryptoki: Cryptoki,
  session: Handle,
  object: Handle,
  types: readonly number[],
): readonly (Buffer | undefined)[] | undefined {
  try {
    const attributes = cryptoki.C_GetAttributeValue(
      session,
      object,
      types.map((type) => ({ type })),
    );
    return attributes.map(({ value }) => value);
  } catch (error) {
    if (returnValueOf(error) === 'CKR_ATTRIBUTE_TYPE_INVALID') return undefined;
    throw error;
  }
}
