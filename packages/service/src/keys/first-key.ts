import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Kysely, Transaction } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { algorithmOfIssuer, assertMaySign } from '../issuing/open-issuer.ts';
import { documentKeys } from '../registry/document-keys.ts';
import { changingKeys, type NewSigningKey, signingKeys } from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { KeyError } from '../signing/key-store.ts';
import { type KeySetting, type KeySources, tokenKeyId } from './key-sources.ts';
import { developmentKey, environmentKey, newKey, tokenKey } from './new-key.ts';
import { registerIn } from './register-key.ts';
import { madeNow } from './rotate-key.ts';

/**
 * Sees to it at start that the registry has an active key for the issuer's algorithm: a configured key that it does not
 * know takes over; where it has none, the token's only fitting key does, or (not in production) the data directory's
 * newest, or a new one.
 *
 * @returns what the operator should know.
 * @throws KeyError, TokenError where there is no key to sign with, or none that may be used.
 */
export const settleFirstKey = (
  db: Kysely<Tables>,
  pack: CountryPack,
  sources: KeySources,
  setting: KeySetting,
  now: Date,
): Promise<string[]> =>
  changingKeys(db, async (transaction) => {
    const algorithm = algorithmOfIssuer(pack, setting);
    const keys = await signingKeys(transaction);
    const { configured } = sources;
    const known = configured && keys.find(({ id }) => id === configured.id);
    if (configured && !known) {
      const method = setting.verificationMethod;
      const key = environmentKey(configured, pack);
      await registerIn(transaction, method === undefined ? key : { ...key, verificationMethod: method }, {
        now,
      });
      return [];
    }
    const notices: string[] = [];
    if (known && known.state !== 'active') {
      notices.push(
        `The configured signing key ${known.id} is ${known.state} in the registry of keys: the registry’s active key signs. Take the variable away.`,
      );
    }
    if (
      known &&
      setting.verificationMethod !== undefined &&
      setting.verificationMethod !== known.verificationMethod
    ) {
      notices.push(
        `The signing key ${known.id} is registered as ${known.verificationMethod}, for good: MOHAR_VERIFICATION_METHOD changes nothing.`,
      );
    }
    if (!keys.some((key) => key.state === 'active' && key.algorithm === algorithm)) {
      await registerFirst(transaction, algorithm, pack, sources, setting, now);
    }
    return notices;
  });

async function registerFirst(
  transaction: Transaction<Tables>,
  algorithm: SignatureAlgorithm,
  pack: CountryPack,
  sources: KeySources,
  setting: KeySetting,
  now: Date,
): Promise<void> {
  // Document keys may be in the same token: none of them signs credentials.
  const registered = [...(await signingKeys(transaction)), ...(await documentKeys(transaction))];
  const ids = new Set(registered.map(({ id }) => id));
  const key =
    (await onlyKeyOfToken(algorithm, pack, sources, ids)) ??
    (await keyForTryingOut(algorithm, pack, sources, setting, now, ids));
  if (!key) {
    throw new KeyError(
      `There is no key for ${algorithm} to sign with. Make one with: mohar keys rotate${setting.token ? ' --pkcs11' : ''} (or set MOHAR_SIGNING_KEY_FILE).`,
    );
  }
  assertMaySign({ id: key.id, development: key.kept === 'development' }, setting);
  const method = setting.verificationMethod;
  await registerIn(transaction, method === undefined ? key : { ...key, verificationMethod: method }, { now });
}

/** What was made with `mohar keys generate --pkcs11`, or by the token's own tools. */
async function onlyKeyOfToken(
  algorithm: SignatureAlgorithm,
  pack: CountryPack,
  sources: KeySources,
  known: ReadonlySet<string>,
): Promise<NewSigningKey | undefined> {
  const token = await sources.token();
  if (!token) return undefined;
  const fitting = (await token.keys()).filter(
    (key) => key.algorithm === algorithm && !known.has(tokenKeyId(key)),
  );
  if (fitting.length > 1) {
    const labels = fitting.map(({ label }) => `“${label}”`).join(', ');
    throw new KeyError(
      `The token has several keys for ${algorithm}: ${labels}. Say which one signs: mohar keys rotate --pkcs11 --label …`,
    );
  }
  return fitting[0] && tokenKey(fitting[0], pack);
}

async function keyForTryingOut(
  algorithm: SignatureAlgorithm,
  pack: CountryPack,
  sources: KeySources,
  setting: KeySetting,
  now: Date,
  known: ReadonlySet<string>,
): Promise<NewSigningKey | undefined> {
  if (setting.production) return undefined;
  const kept = sources
    .inDirectory(algorithm)
    .filter((key) => !known.has(key.id) && !(key.development && setting.sealing))
    .at(-1);
  if (kept) return kept.development ? developmentKey(kept, pack) : environmentKey(kept, pack);
  const place = setting.sealing ? 'sealed' : 'development';
  const made = await newKey(place, algorithm, pack, sources, setting, { now: now.toISOString() });
  return madeNow(made, now);
}
