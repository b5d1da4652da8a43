import type { SignatureAlgorithm, Signer } from '@mohar/credential/proofs/signer.ts';
import type { Handle } from 'pkcs11js';
import { CKF_RW_SESSION, CKF_SERIAL_SESSION, type Cryptoki } from './cryptoki.ts';
import { generateKeyPair } from './generate-key-pair.ts';
import { listKeyPairs, type TokenKey } from './key-pairs.ts';
import { logIn } from './log-in.ts';
import { initialize, openModule } from './open-module.ts';
import { SessionPool } from './session-pool.ts';
import { signingMechanism } from './signing-mechanisms.ts';
import { findToken } from './slots.ts';
import { TokenError, worded } from './token-error.ts';
import { createTokenSigner, type SigningSession } from './token-signer.ts';

/** Which token, and how to log in. */
export interface TokenSetting {
  /** Path of the PKCS#11 module: the shared library that came with the token. */
  readonly module: string;
  readonly tokenLabel: string;
  /** The token user's PIN. */
  readonly pin: string;
}

/** A PKCS#11 token, logged in: an HSM, a smart card, SoftHSM. Every method that fails throws a TokenError. */
export interface Token {
  /** The key pairs that Mohar can sign with. */
  keys(): Promise<TokenKey[]>;
  /** The one key pair with a label or a CKA_ID (hexadecimal). */
  key(name: string): Promise<TokenKey>;
  /** Makes a key pair whose private half cannot leave the token; RSA keys have 2048 bits. */
  generate(wanted: { readonly algorithm: SignatureAlgorithm; readonly label: string }): Promise<TokenKey>;
  /**
   * A signer that may be called any number of times at once; it comes back by itself after the token was away.
   *
   * @param verificationMethod URI under which verifiers find the public key.
   */
  signerOf(key: TokenKey, verificationMethod: string): Signer;
  /** Ends when what is being signed is signed. */
  close(): Promise<void>;
}

/** As many as libuv has threads for them by default. */
const sessionCount = 4;

/**
 * Opens a token and logs in. Every thread opens its own; PKCS#11 logs in the whole process, so that after the first
 * one the PIN is not asked for: open it once before starting threads, so that a wrong PIN is tried once only.
 *
 * @throws TokenError where there is no such module or token, or the PIN is wrong.
 */
export async function openToken({ module, tokenLabel, pin }: TokenSetting): Promise<Token> {
  const cryptoki = await openModule(module);

  const openSession = (flags: number): Handle => {
    initialize(cryptoki);
    const token = findToken(cryptoki, tokenLabel);
    const session = cryptoki.C_OpenSession(token.slot, CKF_SERIAL_SESSION | flags);
    try {
      logIn(cryptoki, session, token, pin);
      return session;
    } catch (error) {
      closeSession(cryptoki, session);
      throw error;
    }
  };
  const sessions = new SessionPool<SigningSession>({
    open: () => ({ handle: openSession(0), privateKeys: new Map(), inUse: [] }),
    close: ({ handle }) => closeSession(cryptoki, handle),
    size: sessionCount,
  });
  const listKeys = () => sessions.use(async ({ handle }) => listKeyPairs(cryptoki, handle));
  const wording = async <Result>(failed: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw worded(failed, error);
    }
  };

  const supported = await wording(`Token “${tokenLabel}” cannot be opened`, () =>
    sessions.use(async () => new Set(cryptoki.C_GetMechanismList(findToken(cryptoki, tokenLabel).slot))),
  );

  return {
    keys: () => wording(`Token “${tokenLabel}” does not list its keys`, listKeys),
    key: async (name) =>
      keyNamed(name, tokenLabel, await wording(`Token “${tokenLabel}” does not list its keys`, listKeys)),
    generate: ({ algorithm, label }) =>
      wording(`Token “${tokenLabel}” did not make a key for ${algorithm}`, async () => {
        signingMechanism(algorithm, supported);
        if ((await listKeys()).some((key) => key.label === label)) {
          throw new TokenError(
            `Token “${tokenLabel}” has a key with the label “${label}” already: choose another one.`,
          );
        }
        const session = openSession(CKF_RW_SESSION);
        try {
          return await generateKeyPair(cryptoki, session, algorithm, label);
        } finally {
          closeSession(cryptoki, session);
        }
      }),
    signerOf: (key, verificationMethod) =>
      createTokenSigner(
        cryptoki,
        sessions,
        tokenLabel,
        key,
        verificationMethod,
        signingMechanism(key.algorithm, supported),
      ),
    close: () => sessions.close(),
  };
}

function keyNamed(name: string, tokenLabel: string, keys: readonly TokenKey[]): TokenKey {
  const [found, ...others] = keys.filter(({ label, id }) => label === name || id === name.toLowerCase());
  if (!found) {
    const labels = keys.map((key) => `“${key.label}” (${key.algorithm}, CKA_ID ${key.id})`).join(', ');
    throw new TokenError(
      `Token “${tokenLabel}” has no key “${name}” that Mohar can sign with. ${labels ? `There are: ${labels}.` : 'It has none at all.'}`,
    );
  }
  if (others.length > 0) {
    throw new TokenError(
      `${others.length + 1} keys of token “${tokenLabel}” are called “${name}”: name one by its CKA_ID.`,
    );
  }
  return found;
}

function closeSession(cryptoki: Cryptoki, session: Handle): void {
  try {
    cryptoki.C_CloseSession(session);
  } catch {
    // Gone already.
  }
}
