import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { KeyError } from './key-store.ts';

/** What keys are sealed with: a key-encryption key, or a passphrase. With both, new ones with the first. */
export interface SealingSetting {
  /** 32 bytes. */
  readonly keyEncryptionKey?: Buffer;
  readonly passphrase?: string;
}

/**
 * A sealed key, byte by byte: version (1) | what with (0: key-encryption key, 1: passphrase) | for a passphrase log₂ N, r,
 * p of scrypt (RFC 7914) and 16 bytes of salt | 12 bytes of nonce | AES-256-GCM of the PKCS #8 DER | 16 bytes of tag.
 * Authenticated with it: everything before the nonce, and the key's id.
 */
const version = 1;
const withKey = 0;
const withPassphrase = 1;

const saltLength = 16;
const nonceLength = 12;
const tagLength = 16;

/** 128 MB and some tenths of a second for each guess. */
const cost = { logN: 17, r: 8, p: 1 };
/** What is read may come from elsewhere: it must not take the machine's memory. */
const highest = { logN: 18, r: 8, p: 4 };

/**
 * Seals a private key.
 *
 * @param pkcs8 DER.
 * @throws KeyError where there is nothing to seal with.
 */
export async function seal(pkcs8: Buffer, keyId: string, setting: SealingSetting): Promise<Buffer> {
  const { keyEncryptionKey, passphrase } = setting;
  let head: Buffer;
  let key: Buffer;
  if (keyEncryptionKey) {
    head = Buffer.from([version, withKey]);
    key = keyEncryptionKey;
  } else if (passphrase !== undefined) {
    const salt = randomBytes(saltLength);
    head = Buffer.from([version, withPassphrase, cost.logN, cost.r, cost.p, ...salt]);
    key = await stretched(passphrase, salt, cost);
  } else {
    throw new KeyError(
      'There is nothing to seal a key with: set MOHAR_KEY_ENCRYPTION_KEY (32 random bytes in base64: openssl rand -base64 32) or MOHAR_KEY_PASSPHRASE.',
    );
  }
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated(head, keyId));
  return Buffer.concat([head, nonce, cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens a sealed private key.
 *
 * @returns PKCS #8, DER.
 * @throws KeyError where it was sealed with something else, or is not as it was sealed.
 */
export async function unseal(sealed: Buffer, keyId: string, setting: SealingSetting): Promise<Buffer> {
  const [found, kind, logN = 0, r = 0, p = 0] = sealed;
  if (found !== version || (kind !== withKey && kind !== withPassphrase)) {
    throw new KeyError(
      `Key ${keyId} is sealed in a way that this Mohar does not know: it is damaged, or of a newer one.`,
    );
  }
  const variable = kind === withKey ? 'MOHAR_KEY_ENCRYPTION_KEY' : 'MOHAR_KEY_PASSPHRASE';
  const headLength = kind === withKey ? 2 : 5 + saltLength;
  if (sealed.length <= headLength + nonceLength + tagLength) throw unopened(keyId, variable);
  const head = sealed.subarray(0, headLength);
  let key: Buffer;
  if (kind === withKey) {
    if (!setting.keyEncryptionKey) throw notSet(keyId, variable);
    key = setting.keyEncryptionKey;
  } else {
    if (setting.passphrase === undefined) throw notSet(keyId, variable);
    const sane = logN >= 1 && logN <= highest.logN && r >= 1 && r <= highest.r && p >= 1 && p <= highest.p;
    if (!sane) throw unopened(keyId, variable);
    key = await stretched(setting.passphrase, head.subarray(5), { logN, r, p });
  }
  const nonce = sealed.subarray(headLength, headLength + nonceLength);
  const content = sealed.subarray(headLength + nonceLength, -tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
    .setAAD(associated(head, keyId))
    .setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    throw unopened(keyId, variable);
  }
}

const associated = (head: Buffer, keyId: string) => Buffer.concat([head, Buffer.from(keyId)]);

function stretched(
  passphrase: string,
  salt: Buffer,
  { logN, r, p }: { logN: number; r: number; p: number },
): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    // The same passphrase can be typed in several forms of Unicode.
    scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

const notSet = (keyId: string, variable: string) =>
  new KeyError(`Key ${keyId} was sealed with ${variable}, which is not set: set it to what it was then.`);

const unopened = (keyId: string, variable: string) =>
  new KeyError(
    `Key ${keyId} cannot be opened: ${variable} is not what it was sealed with, or its copy in the database is damaged.`,
  );
