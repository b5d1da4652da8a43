import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { CountryPack } from '../country/pack.ts';
import { methodOf } from '../issuing/issuer.ts';
import { keysDirectory } from '../issuing/open-issuer.ts';
import type { NewSigningKey } from '../registry/signing-keys.ts';
import type { KeptIn } from '../registry/tables.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';
import { generateKey, KeyError, makeKey } from '../signing/key-store.ts';
import type { TokenKey } from '../signing/pkcs11/key-pairs.ts';
import { seal } from '../signing/sealing.ts';
import { type KeySetting, type KeySources, tokenKeyId } from './key-sources.ts';

/** Where a new key can be kept. */
export type NewKeyPlace = Exclude<KeptIn, 'environment'>;

/**
 * Where a new key goes, if nobody says: into the token, where the key that it follows is in one; else sealed into the
 * registry; else, in the place of a development key and not in production, plain.
 *
 * @param former where the key is kept whose work it takes over.
 * @returns undefined where there is no place.
 */
export function placeOfNewKey(former: KeptIn | undefined, setting: KeySetting): NewKeyPlace | undefined {
  if (setting.token && (former === 'token' || (!former && !setting.sealing))) return 'token';
  if (setting.sealing) return 'sealed';
  return !setting.production && (former === 'development' || !former) ? 'development' : undefined;
}

/**
 * Makes a key.
 *
 * @param label in a token; of a key that is there already and is not registered, that one is taken.
 * @param now RFC 3339.
 * @throws KeyError, TokenError.
 */
export async function newKey(
  place: NewKeyPlace,
  algorithm: SignatureAlgorithm,
  pack: CountryPack,
  sources: Pick<KeySources, 'token'>,
  setting: KeySetting,
  { now, label = labelOf(algorithm, now) }: { readonly now: string; readonly label?: string | undefined },
): Promise<NewSigningKey> {
  switch (place) {
    case 'sealed':
      return sealedKey(makeKey(algorithm), pack, setting);
    case 'development':
      return developmentKey(generateKey(keysDirectory(setting.dataDirectory), algorithm, true, now), pack);
    case 'token': {
      const token = await sources.token();
      if (!token) {
        throw new KeyError(
          'There is no PKCS#11 token: set MOHAR_PKCS11_MODULE, MOHAR_PKCS11_TOKEN and MOHAR_PKCS11_PIN.',
        );
      }
      const found = (await token.keys()).find((key) => key.label === label);
      if (found && found.algorithm !== algorithm) {
        throw new KeyError(
          `The token’s key “${label}” is for ${found.algorithm}; one for ${algorithm} is wanted.`,
        );
      }
      return tokenKey(found ?? (await token.generate({ algorithm, label })), pack);
    }
  }
}

/** What a new key is called in a token, where nobody chose a name. */
export const labelOf = (algorithm: SignatureAlgorithm, now: string): string => `mohar-${algorithm}-${now}`;

/** A key in memory, sealed for the registry. Throws KeyError where there is nothing to seal with. */
export async function sealedKey(
  key: IssuerKey,
  pack: CountryPack,
  { sealing = {} }: Pick<KeySetting, 'sealing'>,
): Promise<NewSigningKey> {
  const pkcs8 = key.privateKey.export({ type: 'pkcs8', format: 'der' });
  const privateKey = await seal(pkcs8, key.id, sealing);
  pkcs8.fill(0);
  return { ...publicHalf(key, pack), kept: 'sealed', privateKey };
}

/** A development key as it is registered: plain, so that all processes on one database have it. */
export const developmentKey = (key: IssuerKey, pack: CountryPack): NewSigningKey => ({
  ...publicHalf(key, pack),
  kept: 'development',
  privateKey: key.privateKey.export({ type: 'pkcs8', format: 'der' }),
});

/** A key in a token as it is registered. */
export const tokenKey = (key: TokenKey, pack: CountryPack): NewSigningKey => ({
  ...publicHalf({ ...key, id: tokenKeyId(key) }, pack),
  kept: 'token',
});

/** A key of the environment as it is registered. */
export const environmentKey = (key: IssuerKey, pack: CountryPack): NewSigningKey => ({
  ...publicHalf(key, pack),
  kept: 'environment',
});

const publicHalf = (
  { id, algorithm, publicKeyPem }: Pick<IssuerKey, 'id' | 'algorithm' | 'publicKeyPem'>,
  pack: CountryPack,
) => ({ id, algorithm, verificationMethod: methodOf(pack, id), publicKey: publicKeyPem });
