import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** An API key as it is kept: never the key itself. */
export interface StoredApiKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
  readonly revokedAt?: Date;
}

/** Keeps a key's hash (SHA-256 of the whole key). Does nothing where that key is kept already. */
export async function insertApiKey(
  db: Kysely<Tables>,
  key: { id: string; secretHash: Buffer; name: string; roles: readonly string[] },
): Promise<void> {
  await db
    .insertInto('api_key')
    .values({
      id: key.id,
      secret_hash: key.secretHash,
      name: key.name,
      roles: [...key.roles],
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The key with this hash; undefined where there is none or it was revoked. */
export async function findApiKeyByHash(
  db: Kysely<Tables>,
  secretHash: Buffer,
): Promise<{ id: string; roles: readonly string[] } | undefined> {
  return db
    .selectFrom('api_key')
    .select(['id', 'roles'])
    .where('secret_hash', '=', secretHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** All keys, oldest first, the revoked ones too. */
export async function listApiKeys(db: Kysely<Tables>): Promise<StoredApiKey[]> {
  const rows = await db.selectFrom('api_key').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    roles: row.roles,
    createdAt: row.created_at,
    ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
  }));
}

/** Whether a key was ever made: revoking the last one must not make the next start print a new one. */
export async function anyApiKey(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('api_key').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Revokes a key; false where there is no such key in force. */
export async function revokeApiKey(db: Kysely<Tables>, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
