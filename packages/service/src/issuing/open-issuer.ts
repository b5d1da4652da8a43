import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { CountryPack } from '../country/pack.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';
import { generateKey, importKey, KeyError, listKeys } from '../signing/key-store.ts';
import { isSampleKey } from '../signing/sample-keys.ts';
import { createIssuer, type Issuer } from './issuer.ts';

/** What decides about the issuer's key. */
export interface IssuerSetting {
  readonly production: boolean;
  readonly dataDirectory: string;
  readonly proof?: CryptosuiteName;
  readonly verificationMethod?: string;
  readonly signingKey?: { readonly pem: string } | { readonly file: string };
}

/**
 * Opens the issuer without a registry: the configured key; else the newest key of the data directory that fits the
 * suite; else a development key, made now.
 *
 * @param now RFC 3339 instant, for the note of a key that is made.
 * @throws KeyError where the key does not fit the suite, or production mode does not allow it.
 */
export function openIssuer(pack: CountryPack, setting: IssuerSetting, now: string): Issuer {
  const key = configuredKey(pack, setting) ?? keptKey(pack, setting, now);
  assertMaySign(key, setting);
  return createIssuer(pack, key, setting);
}

/** The folder of a data directory where keys are kept. */
export const keysDirectory = (dataDirectory: string) => join(dataDirectory, 'keys');

/** The algorithm that an issuer signs with. */
export const algorithmOfIssuer = (
  pack: CountryPack,
  { proof }: Pick<IssuerSetting, 'proof'>,
): SignatureAlgorithm => cryptosuites[proof ?? pack.credential.proof].algorithm;

/**
 * The key of MOHAR_SIGNING_KEY or MOHAR_SIGNING_KEY_FILE; undefined where neither is set.
 *
 * @throws KeyError where it does not fit the suite, or production mode does not allow it.
 */
export function configuredKey(pack: CountryPack, setting: IssuerSetting): IssuerKey | undefined {
  const key = readConfiguredKey(setting);
  if (!key) return undefined;
  const { name, algorithm } = cryptosuites[setting.proof ?? pack.credential.proof];
  if (key.algorithm !== algorithm) {
    throw new KeyError(`The signing key is for ${key.algorithm}; ${name} needs one for ${algorithm}.`);
  }
  assertMaySign(key, setting);
  return key;
}

/**
 * Refuses keys that others have, in production.
 *
 * @param key.development whether it is known to be a development key.
 * @throws KeyError.
 */
export function assertMaySign(
  { id, development }: Pick<IssuerKey, 'id' | 'development'>,
  { production, dataDirectory }: Pick<IssuerSetting, 'production' | 'dataDirectory'>,
): void {
  if (!production) return;
  // Also where its text was copied out of the data directory.
  const known = listKeys(keysDirectory(dataDirectory)).find((key) => key.id === id);
  if (development || known?.development) {
    throw new KeyError(
      'Production does not sign with a generated development key. Set MOHAR_SIGNING_KEY_FILE, or make a key with: mohar keys rotate',
    );
  }
  if (isSampleKey(id)) {
    throw new KeyError(
      'The signing key is a published sample key: anybody could sign with it. Make your own with: mohar keys generate',
    );
  }
}

function readConfiguredKey({ signingKey }: IssuerSetting): IssuerKey | undefined {
  if (!signingKey) return undefined;
  if ('pem' in signingKey) return importKey(signingKey.pem.replaceAll('\\n', '\n'), 'MOHAR_SIGNING_KEY');
  let pem: string;
  try {
    pem = readFileSync(signingKey.file, 'utf8');
  } catch (error) {
    throw new KeyError(`MOHAR_SIGNING_KEY_FILE cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return importKey(pem, 'MOHAR_SIGNING_KEY_FILE');
}

function keptKey(pack: CountryPack, setting: IssuerSetting, now: string): IssuerKey {
  const directory = keysDirectory(setting.dataDirectory);
  const algorithm = algorithmOfIssuer(pack, setting);
  const fitting = listKeys(directory).filter((key) => key.algorithm === algorithm);
  return fitting.at(-1) ?? generateKey(directory, algorithm, true, now);
}
