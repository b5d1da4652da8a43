import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import { algorithmOf, type IssuerKey, keyIdOf, publicPem } from './issuer-key.ts';

/** A key cannot be used: says which, why, and what would be right. Never holds key material. */
export class KeyError extends Error {
  readonly code = 'SIGNING_KEY';
}

/** What is written beside a key's PEM. */
interface KeyNote {
  readonly algorithm: SignatureAlgorithm;
  readonly development: boolean;
  readonly createdAt: string;
}

/**
 * Makes a key and keeps it in a folder: `<id>.pem` (PKCS #8, readable by its owner alone) and `<id>.json`.
 *
 * @param now RFC 3339 instant, for the note.
 */
export function generateKey(
  directory: string,
  algorithm: SignatureAlgorithm,
  development: boolean,
  now: string,
): IssuerKey {
  const key = makeKey(algorithm, development);
  const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const note: KeyNote = { algorithm, development, createdAt: now };
  // The data directory itself must stay open to the database's user.
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, `${key.id}.json`), `${JSON.stringify(note, null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  writeFileSync(join(directory, `${key.id}.pem`), pem, { mode: 0o600, flag: 'wx' });
  return key;
}

/** Makes a key that is kept nowhere yet; RSA keys have 2048 bits. */
export const makeKey = (algorithm: SignatureAlgorithm, development = false): IssuerKey =>
  issuerKey(freshKey(algorithm), 'the generated key', development);

/** The keys of a folder, oldest first; none where there is no such folder. */
export function listKeys(directory: string): (IssuerKey & { createdAt: string })[] {
  const names = filesIn(directory).filter((name) => name.endsWith('.pem'));
  return names
    .map((name) => {
      const note = JSON.parse(readFileSync(join(directory, name.replace(/pem$/, 'json')), 'utf8')) as KeyNote;
      const { development } = note;
      const key = importKey(readFileSync(join(directory, name), 'utf8'), name, { development });
      return { ...key, createdAt: note.createdAt };
    })
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/**
 * Reads a private key from PEM.
 *
 * @param name how errors call it: a variable or file name.
 * @param options.passphrase of an encrypted one.
 * @throws KeyError where it is not an Ed25519, P-256 or RSA key of at least 2048 bits that can be read.
 */
export function importKey(
  pem: string,
  name: string,
  { development = false, passphrase }: { development?: boolean; passphrase?: string | undefined } = {},
): IssuerKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    const encrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(pem);
    if (encrypted && passphrase !== undefined) {
      throw new KeyError(
        `${name} is encrypted, and the passphrase is not the one that it was encrypted with.`,
      );
    }
    throw new KeyError(
      `${name} is ${encrypted ? 'an encrypted key; it must be a plain one' : 'not a private key'} in PEM (PKCS #8): -----BEGIN PRIVATE KEY----- …`,
    );
  }
  return issuerKey(privateKey, name, development);
}

/** Reads a private key from DER (PKCS #8). Throws KeyError as {@link importKey}. */
export function importDer(pkcs8: Buffer, name: string, development: boolean): IssuerKey {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } catch {
    throw new KeyError(`${name} is not a private key in DER (PKCS #8).`);
  }
  return issuerKey(privateKey, name, development);
}

function issuerKey(privateKey: KeyObject, name: string, development: boolean): IssuerKey {
  const algorithm = algorithmOf(privateKey);
  if (!algorithm)
    throw new KeyError(`${name} must be an Ed25519, ECDSA P-256 or RSA (2048 bits or more) key.`);
  const id = keyIdOf(createPublicKey(privateKey));
  return { id, algorithm, privateKey, publicKeyPem: publicPem(privateKey), development };
}

function freshKey(algorithm: SignatureAlgorithm): KeyObject {
  switch (algorithm) {
    case 'EdDSA':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'PS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  }
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
