import { createHash } from 'node:crypto';
import type { Handle } from 'pkcs11js';
import {
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_LOCKED,
  CKS_RO_USER_FUNCTIONS,
  CKS_RW_USER_FUNCTIONS,
  CKU_USER,
  type Cryptoki,
  returnValueOf,
} from './cryptoki.ts';
import type { TokenSlot } from './slots.ts';
import { TokenError } from './token-error.ts';

/** PINs that a token has refused, as digests. Tokens lock after a few wrong ones, so none is tried twice. */
const refused = new Set<string>();

/**
 * Logs in as the token's user. PKCS#11 logs in a whole process: where another session already is, nothing is done,
 * and the PIN is not looked at.
 *
 * @param session of the token, open.
 * @throws TokenError where the PIN is wrong or locked; where the token says that one try is left, without trying.
 */
export function logIn(cryptoki: Cryptoki, session: Handle, { label, flags }: TokenSlot, pin: string): void {
  if (isLoggedIn(cryptoki, session)) return;
  const attempt = createHash('sha256').update(`${label}\0${pin}`).digest('hex');
  if (refused.has(attempt)) {
    throw new TokenError(
      `Token “${label}” has refused this PIN before; it is not tried again, so that the token does not lock. Set the right PIN and start anew.`,
    );
  }
  if (flags & CKF_USER_PIN_LOCKED) throw new TokenError(lockedMessage(label));
  if (flags & CKF_USER_PIN_FINAL_TRY) {
    throw new TokenError(
      `Token “${label}” locks at the next wrong PIN, so Mohar does not try its own. Check the PIN, and log in with it once with the token's own tool, which resets the count.`,
    );
  }
  try {
    cryptoki.C_Login(session, CKU_USER, pin);
  } catch (error) {
    const value = returnValueOf(error);
    if (value === 'CKR_USER_ALREADY_LOGGED_IN') return;
    const message = value && refusals[value]?.(label);
    if (!message) throw error;
    refused.add(attempt);
    throw new TokenError(message, { cause: error });
  }
}

/**
 * For what looks for private keys: a session that is logged out does not say so, but finds none.
 *
 * @throws an error of PKCS#11 (`CKR_USER_NOT_LOGGED_IN`).
 */
export function requireLogin(cryptoki: Cryptoki, session: Handle): void {
  if (!isLoggedIn(cryptoki, session)) throw new Error('CKR_USER_NOT_LOGGED_IN');
}

function isLoggedIn(cryptoki: Cryptoki, session: Handle): boolean {
  const { state } = cryptoki.C_GetSessionInfo(session);
  return state === CKS_RO_USER_FUNCTIONS || state === CKS_RW_USER_FUNCTIONS;
}

const lockedMessage = (label: string) =>
  `The PIN of token “${label}” is locked after too many wrong ones: its security officer can set a new one.`;

const wrongMessage = (label: string) => `The PIN of token “${label}” is wrong.`;

const refusals: Readonly<Record<string, (label: string) => string>> = {
  CKR_PIN_INCORRECT: wrongMessage,
  CKR_PIN_INVALID: wrongMessage,
  CKR_PIN_LEN_RANGE: wrongMessage,
  CKR_PIN_LOCKED: lockedMessage,
  CKR_PIN_EXPIRED: (label) =>
    `The PIN of token “${label}” has expired: set a new one with the token's own tool.`,
  CKR_USER_PIN_NOT_INITIALIZED: (label) =>
    `Token “${label}” has no user PIN yet: its security officer sets one with the token's own tool.`,
};
