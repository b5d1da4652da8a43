import { randomBytes } from 'node:crypto';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Handle, Template } from 'pkcs11js';
import {
  CKA_EXTRACTABLE,
  CKA_ID,
  CKA_LABEL,
  CKA_PRIVATE,
  CKA_SENSITIVE,
  CKA_SIGN,
  CKA_TOKEN,
  CKA_VERIFY,
  type Cryptoki,
  returnValueOf,
} from './cryptoki.ts';
import { keyKinds } from './key-kinds.ts';
import { listKeyPairs, type TokenKey } from './key-pairs.ts';
import { TokenError } from './token-error.ts';

/** Return values that say: not with these parameters. */
const otherParameters = new Set([
  'CKR_ATTRIBUTE_VALUE_INVALID',
  'CKR_CURVE_NOT_SUPPORTED',
  'CKR_DOMAIN_PARAMS_INVALID',
  'CKR_TEMPLATE_INCONSISTENT',
]);

/**
 * Makes a key pair in a token, with a random CKA_ID. The private key cannot leave it.
 *
 * @param session logged in, for writing; not used for anything else until this ends.
 * @param label CKA_LABEL of both halves.
 * @throws an error of PKCS#11 where the token refuses; TokenError where it hides the public half.
 */
export async function generateKeyPair(
  cryptoki: Cryptoki,
  session: Handle,
  algorithm: SignatureAlgorithm,
  label: string,
): Promise<TokenKey> {
  const id = randomBytes(16);
  const inToken: Template = [
    { type: CKA_TOKEN, value: true },
    { type: CKA_ID, value: id },
    { type: CKA_LABEL, value: Buffer.from(label) },
  ];
  const privateKey: Template = [
    ...inToken,
    { type: CKA_PRIVATE, value: true },
    { type: CKA_SENSITIVE, value: true },
    { type: CKA_EXTRACTABLE, value: false },
    { type: CKA_SIGN, value: true },
  ];
  const { generation, parameters } = keyKinds[algorithm];
  for (const [index, own] of parameters.entries()) {
    const publicKey: Template = [
      ...inToken,
      { type: CKA_PRIVATE, value: false },
      { type: CKA_VERIFY, value: true },
      ...own,
    ];
    try {
      await cryptoki.C_GenerateKeyPairAsync(session, { mechanism: generation }, publicKey, privateKey);
      break;
    } catch (error) {
      const isLast = index === parameters.length - 1;
      if (isLast || !otherParameters.has(returnValueOf(error) ?? '')) throw error;
    }
  }
  const made = listKeyPairs(cryptoki, session).find((key) => key.id === id.toString('hex'));
  if (!made) throw new TokenError(`The token made the key “${label}”, but its public half cannot be read.`);
  return made;
}
