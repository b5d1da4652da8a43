import { createPublicKey } from 'node:crypto';
import type { SignatureAlgorithm, Signer } from '@mohar/credential/proofs/signer.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { assertMaySign, configuredKey, type IssuerSetting, keysDirectory } from '../issuing/open-issuer.ts';
import { keptPrivateKey, type SigningKey } from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { type IssuerKey, keyIdOf } from '../signing/issuer-key.ts';
import { importDer, KeyError, listKeys } from '../signing/key-store.ts';
import type { TokenKey } from '../signing/pkcs11/key-pairs.ts';
import type { Token } from '../signing/pkcs11/token.ts';
import { type SealingSetting, unseal } from '../signing/sealing.ts';
import { accessToken, type TokenAccess } from '../signing/token-access.ts';

/** What decides where this process finds keys, and how it makes new ones. */
export interface KeySetting extends IssuerSetting {
  readonly sealing?: SealingSetting;
  readonly token?: TokenAccess;
}

/** A key that this process can sign with: in memory, or in a token. */
export type OpenKey =
  | { readonly kind: 'memory'; readonly key: IssuerKey }
  | { readonly kind: 'token'; readonly signer: Signer };

/** Where this process finds the private halves of keys. */
export interface KeySources {
  /** Of MOHAR_SIGNING_KEY or its file. */
  readonly configured: IssuerKey | undefined;
  /** Keys of the data directory for an algorithm, oldest first. */
  inDirectory(algorithm: SignatureAlgorithm): readonly (IssuerKey & { readonly createdAt: string })[];
  /** The configured token, opened at the first call; undefined where none is configured. Throws TokenError. */
  token(): Promise<Token> | undefined;
  /**
   * Opens a key of the registry.
   *
   * @throws KeyError or TokenError where this process cannot sign with it: says why, and what would be right.
   */
  open(key: SigningKey): Promise<OpenKey>;
  close(): Promise<void>;
}

/**
 * Looks for keys where the configuration says. Nothing is opened yet but the configured key.
 *
 * @throws KeyError where the configured key cannot be used.
 */
export function keySources(db: Kysely<Tables>, pack: CountryPack, setting: KeySetting): KeySources {
  const configured = configuredKey(pack, setting);
  const directory = keysDirectory(setting.dataDirectory);
  const { token: openToken, close } = tokenSource(setting);

  const openInMemory = async (key: SigningKey): Promise<IssuerKey> => {
    const { id } = key;
    if (configured?.id === id) return configured;
    if (key.kept === 'environment') {
      const found = listKeys(directory).find((one) => one.id === id);
      if (found) return found;
      throw new KeyError(
        `The active key ${id} is not here: set MOHAR_SIGNING_KEY_FILE to its file, or hand its work to a key of the registry with: mohar keys rotate`,
      );
    }
    const kept = await keptPrivateKey(db, id);
    if (!kept) throw new KeyError(`The registry has no private half of key ${id}.`);
    const sealed = key.kept === 'sealed';
    const pkcs8 = sealed ? await unseal(kept, id, setting.sealing ?? {}) : kept;
    const opened = importDer(pkcs8, `Key ${id} of the registry`, !sealed);
    pkcs8.fill(0);
    if (opened.id === id) return opened;
    throw new KeyError(`What the registry keeps as key ${id} is another key, ${opened.id}.`);
  };

  return {
    configured,
    inDirectory: (algorithm) => listKeys(directory).filter((key) => key.algorithm === algorithm),
    token: openToken,
    open: async (key) => {
      assertMaySign({ id: key.id, development: key.kept === 'development' }, setting);
      if (key.kept !== 'token') return { kind: 'memory', key: await openInMemory(key) };
      return { kind: 'token', signer: await signerInToken(key, { token: openToken }, setting) };
    },
    close,
  };
}

/** The configured token, opened when it is first wanted; once more where that failed. */
export function tokenSource(setting: Pick<KeySetting, 'token'>): Pick<KeySources, 'token' | 'close'> {
  let token: Promise<Token> | undefined;
  return {
    token: () => {
      if (!token && setting.token) {
        token = accessToken(setting.token);
        token.catch(() => {
          token = undefined;
        });
      }
      return token;
    },
    close: async () => {
      await (await token?.catch(() => undefined))?.close();
    },
  };
}

/**
 * The signer of a key that the registry says is in the token.
 *
 * @throws KeyError where no token is configured, or it has no such key; TokenError.
 */
export async function signerInToken(
  { id, verificationMethod }: Pick<SigningKey, 'id' | 'verificationMethod'>,
  sources: Pick<KeySources, 'token'>,
  setting: Pick<KeySetting, 'token'>,
): Promise<Signer> {
  const token = await sources.token();
  if (!token) {
    throw new KeyError(
      `Key ${id} is in a PKCS#11 token: set MOHAR_PKCS11_MODULE, MOHAR_PKCS11_TOKEN and MOHAR_PKCS11_PIN.`,
    );
  }
  const found = (await token.keys()).find((key) => tokenKeyId(key) === id);
  if (found) return token.signerOf(found, verificationMethod);
  throw new KeyError(`The token “${setting.token?.tokenLabel}” has no key ${id}.`);
}

/** The id of a key in a token, as of any other. */
export const tokenKeyId = ({ publicKeyPem }: TokenKey): string => keyIdOf(createPublicKey(publicKeyPem));
