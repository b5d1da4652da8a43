import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { type SigningKey, signingKeys } from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { KeyError } from '../signing/key-store.ts';
import type { KeySetting, KeySources } from './key-sources.ts';
import { type NewKeyPlace, newKey, placeOfNewKey } from './new-key.ts';
import { registerKey, type Takeover } from './register-key.ts';

export interface Rotation extends Takeover {
  /** By default where {@link placeOfNewKey} says. */
  readonly place?: NewKeyPlace | undefined;
  /** Of the key in a token. */
  readonly label?: string | undefined;
}

/**
 * Makes the next key that signs with an algorithm. Without a time it takes over at once.
 *
 * @throws KeyError where there is no place to keep it, or the time is past; TokenError.
 */
export async function rotateKey(
  db: Kysely<Tables>,
  algorithm: SignatureAlgorithm,
  pack: CountryPack,
  sources: Pick<KeySources, 'token'>,
  setting: KeySetting,
  rotation: Rotation,
): Promise<SigningKey> {
  const { now, label } = rotation;
  const active = (await signingKeys(db)).find((key) => key.state === 'active' && key.algorithm === algorithm);
  const place = rotation.place ?? placeOfNewKey(active?.kept, setting);
  if (!place) throw new KeyError(noPlace);
  const key = await newKey(place, algorithm, pack, sources, setting, { now: now.toISOString(), label });
  return registerKey(db, madeNow(key, now), rotation);
}

/**
 * A key that was made just now: nothing can have been signed before. It counts from then on, not from its takeover, so
 * that whoever knows it from its announcement accepts it also where it has to take over earlier.
 */
export const madeNow = <Key extends object>(key: Key, now: Date): Key & { validFrom: Date } => ({
  ...key,
  validFrom: now,
});

const noPlace =
  'There is no place to keep a new key: set MOHAR_KEY_ENCRYPTION_KEY (32 random bytes in base64: openssl rand -base64 32) or MOHAR_KEY_PASSPHRASE, here and for the service, or use a PKCS#11 token.';
