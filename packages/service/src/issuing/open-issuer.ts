import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
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
 * Opens the issuer: the configured key; else the newest key of the data directory that fits the suite; else a
 * development key, made now.
 *
 * @param now RFC 3339 instant, for the note of a key that is made.
 * @throws KeyError where the key does not fit the suite, or production mode does not allow it.
 */
export function openIssuer(pack: CountryPack, setting: IssuerSetting, now: string): Issuer {
  const suite = cryptosuites[setting.proof ?? pack.credential.proof];
  const key = configuredKey(setting) ?? keptKey(setting.dataDirectory, suite.algorithm, now);
  if (key.algorithm !== suite.algorithm) {
    throw new KeyError(
      `The signing key is for ${key.algorithm}; ${suite.name} needs one for ${suite.algorithm}.`,
    );
  }
  if (setting.production && isDevelopmentKey(key, setting.dataDirectory)) {
    throw new KeyError(
      'Production does not sign with a generated development key. Set MOHAR_SIGNING_KEY_FILE.',
    );
  }
  if (setting.production && isSampleKey(key.id)) {
    throw new KeyError(
      'The signing key is a published sample key: anybody could sign with it. Make your own with: mohar keys generate',
    );
  }
  return createIssuer(pack, key, setting);
}

/** The folder of a data directory where keys are kept. */
export const keysDirectory = (dataDirectory: string) => join(dataDirectory, 'keys');

/** Also where its text was copied out of the data directory. */
const isDevelopmentKey = (key: IssuerKey, dataDirectory: string) =>
  key.development ||
  listKeys(keysDirectory(dataDirectory)).some(({ id, development }) => id === key.id && development);

function configuredKey({ signingKey }: IssuerSetting): IssuerKey | undefined {
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

function keptKey(dataDirectory: string, algorithm: IssuerKey['algorithm'], now: string): IssuerKey {
  const directory = keysDirectory(dataDirectory);
  const fitting = listKeys(directory).filter((key) => key.algorithm === algorithm);
  return fitting.at(-1) ?? generateKey(directory, algorithm, true, now);
}
