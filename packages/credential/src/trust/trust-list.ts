import { importPublicKey } from '#public-key';
import type { PublicKey } from '../proofs/keys/public-key.ts';

/** A key whose signatures count. */
export interface TrustedKey {
  /** Whose key it is, in words for the person who verifies. */
  readonly issuerName: string;
  /** The `verificationMethod` that proofs name it by; without one it is tried for every proof. */
  readonly verificationMethod?: string;
  /** PEM (`BEGIN PUBLIC KEY`) or DER SubjectPublicKeyInfo. */
  readonly publicKey: string | Uint8Array;
}

/** The keys that a verifier trusts. */
export type TrustList = readonly TrustedKey[];

/** The keys of a trust list that may have made a proof, imported. Keys of no known kind are passed over. */
export async function keysFor(
  trust: TrustList,
  verificationMethod: string,
): Promise<{ issuerName: string; key: PublicKey }[]> {
  const found: { issuerName: string; key: PublicKey }[] = [];
  for (const entry of trust) {
    if (entry.verificationMethod !== undefined && entry.verificationMethod !== verificationMethod) continue;
    const key = await importedKey(entry);
    if (key) found.push({ issuerName: entry.issuerName, key });
  }
  return found;
}

/** Importing takes as long as verifying: each entry's key is imported once. */
const imported = new WeakMap<TrustedKey, Promise<PublicKey | undefined>>();

function importedKey(entry: TrustedKey): Promise<PublicKey | undefined> {
  let key = imported.get(entry);
  if (!key) {
    key = importPublicKey(entry.publicKey);
    imported.set(entry, key);
  }
  return key;
}
