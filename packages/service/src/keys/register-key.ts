import type { Kysely, Transaction } from 'kysely';
import { documentKeys } from '../registry/document-keys.ts';
import {
  activateKey,
  changingKeys,
  insertCreatedKey,
  type NewSigningKey,
  type SigningKey,
  signingKeys,
} from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { KeyError } from '../signing/key-store.ts';

/** When a key takes over: at a time that lies ahead, or at once. */
export interface Takeover {
  readonly now: Date;
  readonly at?: Date | undefined;
}

/**
 * Registers a key. At once, it takes over from the active key of its algorithm; for later, it is announced.
 *
 * @throws KeyError where it is registered already, also as a document key, or another key has its name.
 */
export const registerKey = (
  db: Kysely<Tables>,
  key: NewSigningKey,
  takeover: Takeover,
): Promise<SigningKey> => changingKeys(db, (transaction) => registerIn(transaction, key, takeover));

/** The same within {@link changingKeys}. */
export async function registerIn(
  transaction: Transaction<Tables>,
  key: NewSigningKey,
  { now, at }: Takeover,
): Promise<SigningKey> {
  const known = await signingKeys(transaction);
  const same = known.find(({ id }) => id === key.id);
  if (same) {
    throw new KeyError(
      `Key ${key.id} is registered already; it is ${same.state}. No key is used a second time: make a new one.`,
    );
  }
  const document = (await documentKeys(transaction)).find(({ id }) => id === key.id);
  if (document) {
    throw new KeyError(
      `Key ${key.id} signs ${document.use} documents, and nothing else: choose another one, or make a new one.`,
    );
  }
  const namesake = known.find(({ verificationMethod }) => verificationMethod === key.verificationMethod);
  if (namesake) {
    throw new KeyError(
      `Key ${namesake.id} has the name ${key.verificationMethod}; key ${key.id} needs another one, so that verifiers can tell them apart: change MOHAR_VERIFICATION_METHOD, or leave it out.`,
    );
  }
  await insertCreatedKey(transaction, key, at ?? now, now);
  if (!at) await activateKey(transaction, key, now);
  const registered = (await signingKeys(transaction)).find(({ id }) => id === key.id);
  if (!registered) throw new Error('The key was registered a moment ago.');
  return registered;
}
