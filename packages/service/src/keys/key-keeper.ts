import type { Signer } from '@mohar/credential/proofs/signer.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { createIssuer, createIssuerOfSigner, type Issuer, isKeyInForce } from '../issuing/issuer.ts';
import { algorithmOfIssuer } from '../issuing/open-issuer.ts';
import { type NewSigningKey, type SigningKey, signingKeys } from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { KeyError } from '../signing/key-store.ts';
import { TokenError } from '../signing/pkcs11/token-error.ts';
import { keepSchedule, takeOverDue } from './advance-keys.ts';
import { settleFirstKey } from './first-key.ts';
import { type KeySetting, keySources, type OpenKey } from './key-sources.ts';
import { type KeyWarning, keyWarnings } from './key-warnings.ts';
import { newKey, placeOfNewKey } from './new-key.ts';
import { watchRegistry } from './registry-watch.ts';
import { signingTrust } from './signing-trust.ts';

/** Knows the keys of the registry, and signs with the one that is active. */
export interface KeyKeeper {
  /** The issuer as of now: read it anew for each request, since its key changes. */
  readonly issuer: Issuer;
  /** All keys, oldest first: also those that are announced, and those that sign no longer. */
  readonly keys: readonly SigningKey[];
  /** What somebody should do something about. */
  warnings(): KeyWarning[];
  /** Whether this process has a key that counts, as far as it knows. */
  canSign(): boolean;
  /** Calls back after {@link issuer} or {@link keys} became others. */
  onChange(listener: () => void): void;
  /** Looks now, instead of at the next turn. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How keys are kept, and how long they last. */
export interface KeeperSetting extends KeySetting {
  readonly keyLifetimeDays?: number;
  readonly keyOverlapDays: number;
}

/** For the log. */
export interface KeyNotice {
  readonly message: string;
  readonly code: string;
  readonly key?: string;
  readonly reason?: string;
}

export interface KeeperOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What the operator should know: once at the start, and each warning once a day. */
  notify(notice: KeyNotice): void;
  /** A look at the registry failed, after one that did not; it goes on looking. */
  onError?(error: unknown): void;
}

/** Milliseconds between looks at the registry. */
const pause = 2_000;
/** Milliseconds between attempts at what failed. */
const retryPause = 30_000;
const day = 24 * 3_600_000;

/**
 * Opens the key that signs, and keeps watch: over what other processes and commands do to keys, over times that come,
 * over keys that end.
 *
 * @throws KeyError, TokenError where there is no key to sign with, or it cannot be opened.
 */
export async function openKeyKeeper(
  db: Kysely<Tables>,
  pack: CountryPack,
  setting: KeeperSetting,
  { clock, notify, onError }: KeeperOptions,
): Promise<KeyKeeper> {
  const sources = keySources(db, pack, setting);
  const algorithm = algorithmOfIssuer(pack, setting);
  const overlap = setting.keyOverlapDays * day;
  const schedule =
    setting.keyLifetimeDays === undefined ? undefined : { lifetime: setting.keyLifetimeDays * day, overlap };

  const listeners: (() => void)[] = [];
  /** Those of the active key and of the announced ones; and why others could not be opened. */
  const opened = new Map<string, OpenKey>();
  const unopened = new Map<string, string>();
  let keys: readonly SigningKey[] = [];
  let seen = '';
  let signing: { readonly id: string; readonly open: OpenKey } | undefined;
  let issuer: Issuer | undefined;
  let tokenFailure: string | undefined;
  let rotationFailure: string | undefined;
  let retryAt = 0;
  const lastSaid = new Map<string, number>();

  const warnings = () =>
    keyWarnings(
      { keys, algorithm, unopened, tokenFailure, rotationFailure, overlap: schedule && overlap },
      clock(),
    );

  /** Whether this process can sign with a key. What fails is not tried again before its time. */
  const opens = async (key: SigningKey): Promise<boolean> => {
    if (opened.has(key.id)) return true;
    if (unopened.has(key.id) && clock() < retryAt) return false;
    try {
      const open = await sources.open(key);
      opened.set(key.id, open.kind === 'token' ? { ...open, signer: watched(open.signer) } : open);
      unopened.delete(key.id);
      return true;
    } catch (error) {
      unopened.set(key.id, keyTrouble(error));
      return false;
    }
  };

  /** What a token does not sign is known to /health, and it is asked again. */
  const watched = (signer: Signer): Signer => ({
    ...signer,
    sign: async (bytes) => {
      try {
        return await signer.sign(bytes);
      } catch (error) {
        tokenFailure = (error as Error).message;
        throw error;
      }
    },
  });

  const successor = async (former: SigningKey): Promise<NewSigningKey> => {
    const place = placeOfNewKey(former.kept, setting);
    if (!place) {
      throw new KeyError('There is no place for it: set MOHAR_KEY_ENCRYPTION_KEY or MOHAR_KEY_PASSPHRASE.');
    }
    return newKey(place, algorithm, pack, sources, setting, { now: new Date(clock()).toISOString() });
  };

  const advance = async (found: readonly SigningKey[]): Promise<boolean> => {
    const now = new Date(clock());
    if (await takeOverDue(db, found, opens, now)) return true;
    if (!schedule || (rotationFailure !== undefined && clock() < retryAt)) return false;
    try {
      const changed = await keepSchedule(db, found, algorithm, schedule, successor, now);
      rotationFailure = undefined;
      return changed;
    } catch (error) {
      rotationFailure = keyTrouble(error);
      return false;
    }
  };

  const adopt = async (found: readonly SigningKey[]): Promise<void> => {
    const active = found.find((key) => key.state === 'active' && key.algorithm === algorithm);
    const wanted = found.filter((key) => key === active || key.state === 'created');
    for (const known of [...opened.keys(), ...unopened.keys()]) {
      if (wanted.some(({ id }) => id === known)) continue;
      opened.delete(known);
      unopened.delete(known);
    }
    for (const key of wanted) await opens(key);
    const open = active && opened.get(active.id);
    // Without it the former key goes on, for as long as it counts.
    if (open && signing?.id !== active.id) {
      signing = { id: active.id, open };
      tokenFailure = undefined;
    }
    if (!signing) throw new KeyError(unopened.get(active?.id ?? '') ?? 'There is no active key.');
    keys = found;
    issuer = issuerOf(signing, found, pack, setting);
    for (const listener of listeners) listener();
  };

  /** A token that failed is asked whether it has its key again. */
  const askTokenAgain = async (found: readonly SigningKey[]): Promise<void> => {
    const key = found.find(({ id }) => id === signing?.id);
    if (!key) return;
    try {
      await sources.open(key);
      tokenFailure = undefined;
    } catch (error) {
      tokenFailure = keyTrouble(error);
    }
  };

  const look = async (): Promise<void> => {
    let found = await signingKeys(db);
    if (await advance(found)) found = await signingKeys(db);
    const state = JSON.stringify(found);
    const failed = unopened.size > 0 || rotationFailure !== undefined;
    if (tokenFailure !== undefined) await askTokenAgain(found);
    if (state !== seen || (failed && clock() >= retryAt)) {
      await adopt(found);
      seen = state;
    }
    if (clock() >= retryAt) retryAt = clock() + retryPause;
    for (const { code, keyId: key, message, reason } of warnings()) {
      const name = `${code} ${key}`;
      if (clock() - (lastSaid.get(name) ?? Number.NEGATIVE_INFINITY) < day) continue;
      lastSaid.set(name, clock());
      notify({ message, code, key, ...(reason === undefined ? {} : { reason }) });
    }
  };

  try {
    for (const message of await settleFirstKey(db, pack, sources, setting, new Date(clock())))
      notify({ code: 'CONFIGURED_KEY', message });
    await look();
  } catch (error) {
    await sources.close();
    throw error;
  }

  const { check, close } = watchRegistry(look, { pause, onError });
  const current = () => issuer as Issuer;
  return {
    get issuer() {
      return current();
    },
    get keys() {
      return keys;
    },
    warnings,
    canSign: () => isKeyInForce(current(), clock()) && tokenFailure === undefined,
    onChange: (listener) => listeners.push(listener),
    check,
    close: async () => {
      await close();
      await sources.close();
    },
  };
}

/** Why a key cannot be used. Throws again what has nothing to do with keys. */
function keyTrouble(error: unknown): string {
  if (error instanceof KeyError || error instanceof TokenError) return error.message;
  throw error;
}

function issuerOf(
  { id, open }: { readonly id: string; readonly open: OpenKey },
  keys: readonly SigningKey[],
  pack: CountryPack,
  { proof }: KeySetting,
): Issuer {
  const trust = signingTrust(keys, pack);
  const key = keys.find((one) => one.id === id);
  // A key that the registry has no longer does not count.
  const ends = key ? [key.validUntil, key.compromisedSince] : [new Date(0)];
  const times = ends.filter((end) => end !== undefined).map(Number);
  const signsUntil = times.length > 0 ? Math.min(...times) : undefined;
  if (open.kind === 'token') return createIssuerOfSigner(pack, open.signer, trust, { proof, signsUntil });
  const { verificationMethod } = key ?? {};
  return createIssuer(pack, open.key, { proof, verificationMethod, signsUntil, trust });
}
