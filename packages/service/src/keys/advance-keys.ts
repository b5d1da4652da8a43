import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { Kysely } from 'kysely';
import {
  activateKey,
  changingKeys,
  limitKey,
  type NewSigningKey,
  type SigningKey,
  signingKeys,
  takeoverGrace,
} from '../registry/signing-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { registerIn } from './register-key.ts';
import { madeNow } from './rotate-key.ts';

/**
 * Lets announced keys take over whose time has come. Any number of processes may: each takeover happens once.
 *
 * @param opens whether this process can sign with a key; one that none can sign with does not take over.
 * @returns whether anything changed.
 */
export async function takeOverDue(
  db: Kysely<Tables>,
  keys: readonly SigningKey[],
  opens: (key: SigningKey) => Promise<boolean>,
  now: Date,
): Promise<boolean> {
  const due = keys
    .filter(
      ({ state, takesOverAt }) => state === 'created' && takesOverAt !== undefined && takesOverAt <= now,
    )
    .sort((a, b) => Number(a.takesOverAt) - Number(b.takesOverAt));
  let changed = false;
  for (const key of due) {
    if (!(await opens(key))) continue;
    await changingKeys(db, (transaction) => activateKey(transaction, key, now));
    changed = true;
  }
  return changed;
}

/** How keys follow one another by themselves, in milliseconds. */
export interface KeySchedule {
  /** From the start of a key to its successor's. */
  readonly lifetime: number;
  /** How long before that the successor is announced. */
  readonly overlap: number;
}

/**
 * Gives the active key its end, and announces its successor when that comes near.
 *
 * @param successor makes the key.
 * @returns whether anything changed.
 */
export async function keepSchedule(
  db: Kysely<Tables>,
  keys: readonly SigningKey[],
  algorithm: SignatureAlgorithm,
  { lifetime, overlap }: KeySchedule,
  successor: (former: SigningKey) => Promise<NewSigningKey>,
  now: Date,
): Promise<boolean> {
  const active = activeOf(keys, algorithm);
  if (!active) return false;
  const { validUntil } = active;
  if (validUntil === undefined) {
    const start = (active.activeSince ?? now).getTime();
    // A key that is older than that already gets time for a successor to be made known.
    const end = Math.max(start + lifetime, now.getTime() + overlap);
    await changingKeys(db, (transaction) => limitKey(transaction, active.id, new Date(end + takeoverGrace)));
    return true;
  }
  const end = validUntil.getTime() - takeoverGrace;
  if (now.getTime() < end - overlap || hasSuccessor(keys, algorithm)) return false;
  return changingKeys(db, async (transaction) => {
    const current = await signingKeys(transaction);
    if (activeOf(current, algorithm)?.id !== active.id || hasSuccessor(current, algorithm)) return true;
    const takeover = { now, at: end > now.getTime() ? new Date(end) : undefined };
    await registerIn(transaction, madeNow(await successor(active), now), takeover);
    return true;
  });
}

const activeOf = (keys: readonly SigningKey[], algorithm: SignatureAlgorithm) =>
  keys.find((key) => key.state === 'active' && key.algorithm === algorithm);

const hasSuccessor = (keys: readonly SigningKey[], algorithm: SignatureAlgorithm) =>
  keys.some((key) => key.state === 'created' && key.algorithm === algorithm);
