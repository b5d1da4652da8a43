import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { findApiKeyByHash, insertApiKey } from '../registry/api-keys.ts';
import type { Tables } from '../registry/tables.ts';
import { type Caller, isRole, type Role } from './role.ts';

/** Keys are random enough (256 bits) that a plain hash keeps them: there is nothing to try out. */
const hashOf = (key: string) => createHash('sha256').update(key).digest();

/**
 * Makes an API key: `mohar_<id>_<secret>`. Only its hash is kept, so this is the one time that it can be seen.
 */
export async function createApiKey(
  db: Kysely<Tables>,
  name: string,
  given: readonly Role[],
): Promise<{ id: string; key: string }> {
  const id = randomBytes(6).toString('hex');
  const key = `mohar_${id}_${randomBytes(32).toString('base64url')}`;
  await insertApiKey(db, { id, secretHash: hashOf(key), name, roles: given });
  return { id, key };
}

/** Keeps a key that an operator chose (`MOHAR_API_KEY`, 32 characters or more). Twice is once. */
export async function keepApiKey(
  db: Kysely<Tables>,
  key: string,
  name: string,
  given: readonly Role[],
): Promise<void> {
  const hash = hashOf(key);
  await insertApiKey(db, { id: hash.toString('hex').slice(0, 12), secretHash: hash, name, roles: given });
}

/** Lookups that are under way, by database and key. */
const underWay = new WeakMap<Kysely<Tables>, Map<string, Promise<Caller | undefined>>>();

/**
 * The caller of a key; undefined where the key is unknown or revoked. Requests that come together with one key share
 * a look at the database; nothing is remembered beyond it, so that a revoked key ends at once.
 */
export function callerOfApiKey(db: Kysely<Tables>, key: string): Promise<Caller | undefined> {
  let lookups = underWay.get(db);
  if (!lookups) {
    lookups = new Map();
    underWay.set(db, lookups);
  }
  let lookup = lookups.get(key);
  if (!lookup) {
    lookup = lookUp(db, key).finally(() => lookups.delete(key));
    lookups.set(key, lookup);
  }
  return lookup;
}

async function lookUp(db: Kysely<Tables>, key: string): Promise<Caller | undefined> {
  const found = await findApiKeyByHash(db, hashOf(key));
  return found && { id: `key:${found.id}`, roles: new Set(found.roles.filter(isRole)) };
}
