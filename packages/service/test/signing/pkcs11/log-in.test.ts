import { expect, test } from 'vitest';
import {
  CKF_TOKEN_INITIALIZED,
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_LOCKED,
  CKS_RO_USER_FUNCTIONS,
  type Cryptoki,
} from '../../../src/signing/pkcs11/cryptoki.ts';
import { logIn } from '../../../src/signing/pkcs11/log-in.ts';

const session = Buffer.alloc(8);

/** SoftHSM never locks: a token that answers as it is told, and counts who tries. */
function answering(returnValue?: string, state = 0) {
  const tried: (string | undefined)[] = [];
  const cryptoki = {
    C_GetSessionInfo: () => ({ state }),
    C_Login: (_session: unknown, _user: number, pin?: string) => {
      tried.push(pin);
      if (returnValue) throw new Error(`${returnValue}:1`);
    },
  } as unknown as Cryptoki;
  return { cryptoki, tried };
}
const token = (label: string, flags = 0) => ({ slot: session, label, flags: CKF_TOKEN_INITIALIZED | flags });

test.each([
  ['CKR_PIN_INCORRECT', 'is wrong'],
  ['CKR_PIN_LEN_RANGE', 'is wrong'],
  ['CKR_PIN_LOCKED', 'is locked'],
  ['CKR_PIN_EXPIRED', 'has expired'],
  ['CKR_USER_PIN_NOT_INITIALIZED', 'has no user PIN yet'],
])('%s: one try, then none with this PIN', (returnValue, words) => {
  const { cryptoki, tried } = answering(returnValue);
  const label = `refuses with ${returnValue}`;
  expect(() => logIn(cryptoki, session, token(label), 'a')).toThrow(words);
  expect(() => logIn(cryptoki, session, token(label), 'a')).toThrow('it is not tried again');
  expect(tried).toEqual(['a']);
  expect(() => logIn(cryptoki, session, token(label), 'b')).toThrow(words);
  expect(tried).toEqual(['a', 'b']);
});

test.each([
  [CKF_USER_PIN_FINAL_TRY, 'locks at the next wrong PIN'],
  [CKF_USER_PIN_LOCKED, 'is locked'],
])('a token that is about to lock, or has locked, is not tried', (flags, words) => {
  const { cryptoki, tried } = answering();
  expect(() => logIn(cryptoki, session, token('careful', flags), 'a')).toThrow(words);
  expect(tried).toEqual([]);
});

test('an error of another kind does not count as a refusal', () => {
  const { cryptoki, tried } = answering('CKR_DEVICE_ERROR');
  for (let n = 0; n < 3; n += 1) {
    expect(() => logIn(cryptoki, session, token('shaky'), 'a')).toThrow('CKR_DEVICE_ERROR');
  }
  expect(tried).toHaveLength(3);
});

test('who is logged in, in this or another thread, is not asked again', () => {
  const inside = answering(undefined, CKS_RO_USER_FUNCTIONS);
  logIn(inside.cryptoki, session, token('open'), 'a');
  expect(inside.tried).toEqual([]);
  logIn(answering('CKR_USER_ALREADY_LOGGED_IN').cryptoki, session, token('open'), 'a');
});
