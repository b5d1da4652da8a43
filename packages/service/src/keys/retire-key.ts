import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Kysely } from 'kysely';
import {
  activateKey,
  changingKeys,
  endKey,
  markCompromised,
  type NewSigningKey,
  type SigningKey,
  signingKeys,
} from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { KeyError } from '../signing/key-store.ts';
import { wholeSecond } from '../signing/whole-second.ts';
import { registerIn } from './register-key.ts';
import { madeNow } from './rotate-key.ts';

export interface Retirement {
  readonly now: Date;
  /** The key was in other hands from then on: what it signed since does not count. */
  readonly compromisedSince?: Date | undefined;
  /** Makes the key that takes over, where none is announced. */
  readonly successor?: ((algorithm: SignatureAlgorithm) => Promise<NewSigningKey>) | undefined;
}

/**
 * Ends a key. The active one gives its work to the key that is announced, now; or to a new one. What a key signed
 * before stays valid, but for what it signed since it was compromised.
 *
 * @returns the key that took over, if this one was active.
 * @throws KeyError where there is no such key, it has ended already, or nothing could take over.
 */
export async function retireKey(
  db: Kysely<Tables>,
  id: string,
  { now, compromisedSince: found, successor }: Retirement,
): Promise<SigningKey | undefined> {
  // Proofs tell the second only: what was signed in the same one must not count.
  const compromisedSince = found && wholeSecond(found);
  // Made before the lock is taken: it takes some tenths of a second.
  const before = await signingKeys(db);
  const made =
    successor && isActive(before, id) && !announced(before, id)
      ? await successor(keyOf(before, id).algorithm)
      : undefined;
  return changingKeys(db, async (transaction) => {
    const keys = await signingKeys(transaction);
    const key = keyOf(keys, id);
    assertMayEnd(key, compromisedSince);
    if (compromisedSince) await markCompromised(transaction, id, compromisedSince, now);
    if (key.state !== 'active') {
      if (!compromisedSince) await endKey(transaction, id, now);
      return undefined;
    }
    const next = announced(keys, id);
    if (next) await activateKey(transaction, next, now);
    else if (made) await registerIn(transaction, madeNow(made, now), { now });
    else throw new KeyError(noSuccessor(id));
    return (await signingKeys(transaction)).find(
      ({ state, algorithm }) => state === 'active' && algorithm === key.algorithm,
    );
  });
}

function keyOf(keys: readonly SigningKey[], id: string): SigningKey {
  const key = keys.find((one) => one.id === id);
  if (key) return key;
  throw new KeyError(
    `The registry has no key ${id}. ${keys.length > 0 ? `It has: ${keys.map((one) => one.id).join(', ')}.` : 'It has none at all.'}`,
  );
}

const isActive = (keys: readonly SigningKey[], id: string) =>
  keys.some((key) => key.id === id && key.state === 'active');

/** The created key that would take over next from another. */
function announced(keys: readonly SigningKey[], id: string): SigningKey | undefined {
  const { algorithm } = keyOf(keys, id);
  return keys
    .filter((key) => key.state === 'created' && key.algorithm === algorithm)
    .sort((a, b) => Number(a.takesOverAt) - Number(b.takesOverAt))[0];
}

function assertMayEnd(
  { id, state, validUntil, compromisedSince: known }: SigningKey,
  since: Date | undefined,
): void {
  if (!since && state === 'retiring') {
    throw new KeyError(
      `Key ${id} is retiring already: it signs no longer since ${validUntil?.toISOString()}.`,
    );
  }
  if (!since && state === 'compromised') {
    throw new KeyError(`Key ${id} is compromised since ${known?.toISOString()}: it signs no longer.`);
  }
  if (since && known && since > known) {
    throw new KeyError(
      `Key ${id} is compromised since ${known.toISOString()}; that can become earlier only, since verifiers know it.`,
    );
  }
}

const noSuccessor = (id: string) =>
  `Key ${id} signs, and no other key could take over: announce one first (mohar keys rotate --at …), or make one now with --rotate.`;
