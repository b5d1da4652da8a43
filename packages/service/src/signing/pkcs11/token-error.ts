import { returnValueOf } from './cryptoki.ts';

/** A PKCS#11 token cannot do what is asked: says why, and what would be right. Never holds the PIN. */
export class TokenError extends Error {
  readonly code = 'TOKEN';
}

const hints: Readonly<Record<string, string>> = {
  CKR_CRYPTOKI_NOT_INITIALIZED: 'its module was shut down by other code of this process',
  CKR_DEVICE_ERROR: 'the device has a fault, or cannot be reached',
  CKR_DEVICE_MEMORY: 'the device is full',
  CKR_DEVICE_REMOVED: 'the device was removed, or cannot be reached',
  CKR_KEY_FUNCTION_NOT_PERMITTED: 'the key is not for signing (CKA_SIGN)',
  CKR_MECHANISM_INVALID: 'the token does not support the mechanism',
  CKR_SESSION_COUNT: 'the token allows no more sessions: run fewer processes or threads, or allow more there',
  CKR_SESSION_HANDLE_INVALID: 'its sessions end as soon as they are opened',
  CKR_TOKEN_NOT_PRESENT: 'the token was removed, or cannot be reached',
  CKR_TOKEN_WRITE_PROTECTED: 'the token is write-protected',
  CKR_USER_NOT_LOGGED_IN:
    'the login does not last; a key that wants one for each signature (CKA_ALWAYS_AUTHENTICATE) does not fit Mohar',
};

/**
 * Words an error of a PKCS#11 call.
 *
 * @param failed what failed, as the beginning of a sentence: "Token “x” did not sign".
 * @returns the error itself where it is worded already, or is none of PKCS#11.
 */
export function worded(failed: string, error: unknown): unknown {
  const value = returnValueOf(error);
  if (error instanceof TokenError || value === undefined) return error;
  const hint = hints[value];
  return new TokenError(`${failed}: ${value}${hint ? ` (${hint})` : ''}.`, { cause: error });
}
