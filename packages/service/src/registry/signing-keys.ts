import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { KeptIn, SigningKeyState, SigningKeyTable, Tables } from './tables.ts';

/** A key of the registry, without its private half. */
export interface SigningKey {
  /** First 16 hexadecimal digits of the SHA-256 of the public key (SubjectPublicKeyInfo, DER). */
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  /** How proofs name it: given once, for good. */
  readonly verificationMethod: string;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly state: SigningKeyState;
  readonly kept: KeptIn;
  readonly createdAt: Date;
  /** Of a created key: when it becomes active. */
  readonly takesOverAt?: Date;
  /** When it became active. */
  readonly activeSince?: Date;
  /** Absent: what it signed before it came here counts too. */
  readonly validFrom?: Date;
  /** What it signs from then on does not count. */
  readonly validUntil?: Date;
  readonly compromisedSince?: Date;
}

/** A key that is to be registered. */
export interface NewSigningKey
  extends Pick<SigningKey, 'id' | 'algorithm' | 'verificationMethod' | 'publicKey' | 'kept' | 'validFrom'> {
  /** Sealed, or the plain PKCS #8 of a development key; absent where it is kept elsewhere. */
  readonly privateKey?: Buffer;
}

/** How long a key that was taken over from still counts, in milliseconds: processes notice it within seconds. */
export const takeoverGrace = 10 * 60_000;

/** Held while keys change their states. */
const keysLock = 7_262_023;

const publicColumns = [
  'id',
  'algorithm',
  'verification_method',
  'public_key',
  'state',
  'kept',
  'created_at',
  'takes_over_at',
  'active_since',
  'valid_from',
  'valid_until',
  'compromised_since',
] as const;

/** All keys, oldest first. */
export async function signingKeys(db: Kysely<Tables>): Promise<SigningKey[]> {
  const rows = await db
    .selectFrom('signing_key')
    .select(publicColumns)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toKey);
}

/** The private half of a key as it is kept; undefined where it is kept elsewhere. */
export async function keptPrivateKey(db: Kysely<Tables>, id: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('signing_key')
    .select('private_key')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.private_key ?? undefined;
}

/** Does something that changes keys, in a transaction, while nobody else does. */
export const changingKeys = <Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> =>
  db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${keysLock})`.execute(transaction);
    return work(transaction);
  });

/** Registers a key that takes over later. Call it within {@link changingKeys}. */
export async function insertCreatedKey(
  transaction: Transaction<Tables>,
  key: NewSigningKey,
  takesOverAt: Date,
  now: Date,
): Promise<void> {
  await transaction
    .insertInto('signing_key')
    .values({
      id: key.id,
      algorithm: key.algorithm,
      verification_method: key.verificationMethod,
      public_key: key.publicKey,
      state: 'created',
      kept: key.kept,
      private_key: key.privateKey ?? null,
      created_at: now,
      takes_over_at: takesOverAt,
      active_since: null,
      valid_from: key.validFrom ?? null,
      valid_until: null,
      compromised_since: null,
    })
    .execute();
}

/**
 * Makes a created key the one that signs; the former one of its algorithm becomes retiring, and counts for another ten
 * minutes. Call it within {@link changingKeys}.
 *
 * @returns false where it is not created (any more): somebody else was faster.
 */
export async function activateKey(
  transaction: Transaction<Tables>,
  { id, algorithm }: Pick<SigningKey, 'id' | 'algorithm'>,
  now: Date,
): Promise<boolean> {
  const found = await transaction
    .selectFrom('signing_key')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'created')
    .executeTakeFirst();
  if (!found) return false;
  await endOf(transaction, now).where('algorithm', '=', algorithm).where('state', '=', 'active').execute();
  await transaction
    .updateTable('signing_key')
    .set({ state: 'active', takes_over_at: null, active_since: now })
    .where('id', '=', id)
    .execute();
  return true;
}

/** Ends a key that is created or active, for no reason that casts doubt on it. Call it within {@link changingKeys}. */
export async function endKey(transaction: Transaction<Tables>, id: string, now: Date): Promise<void> {
  await endOf(transaction, now).where('id', '=', id).execute();
}

/**
 * Writes down that a key was in other hands from a moment on: what it signed since does not count. Call it within
 * {@link changingKeys}.
 */
export async function markCompromised(
  transaction: Transaction<Tables>,
  id: string,
  since: Date,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('signing_key')
    .set({
      state: 'compromised',
      takes_over_at: null,
      valid_until: sql`least(valid_until, ${now})`,
      compromised_since: since,
    })
    .where('id', '=', id)
    .execute();
}

/** Says until when the key that signs now will count. Call it within {@link changingKeys}. */
export async function limitKey(transaction: Transaction<Tables>, id: string, until: Date): Promise<void> {
  await transaction
    .updateTable('signing_key')
    .set({ valid_until: until })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .execute();
}

const endOf = (transaction: Transaction<Tables>, now: Date) =>
  transaction.updateTable('signing_key').set({
    state: 'retiring',
    takes_over_at: null,
    valid_until: sql`least(valid_until, ${new Date(now.getTime() + takeoverGrace)})`,
  });

const toKey = (row: Pick<SigningKeyTable, (typeof publicColumns)[number]>): SigningKey => ({
  id: row.id,
  algorithm: row.algorithm,
  verificationMethod: row.verification_method,
  publicKey: row.public_key,
  state: row.state,
  kept: row.kept,
  createdAt: row.created_at,
  ...(row.takes_over_at ? { takesOverAt: row.takes_over_at } : {}),
  ...(row.active_since ? { activeSince: row.active_since } : {}),
  ...(row.valid_from ? { validFrom: row.valid_from } : {}),
  ...(row.valid_until ? { validUntil: row.valid_until } : {}),
  ...(row.compromised_since ? { compromisedSince: row.compromised_since } : {}),
});
