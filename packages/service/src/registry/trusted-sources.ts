import { createHash } from 'node:crypto';
import { canonicalJson } from '@mohar/credential/canonical-json.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import type { TrustedKey, TrustList } from '@mohar/credential/trust/trust-list.ts';
import { type Kysely, sql } from 'kysely';
import { type CardList, replaceCardLists } from './card-lists.ts';
import type { Tables, TrustedSourceKind } from './tables.ts';

/** A list of other issuers' keys that was imported, without the keys. */
export interface TrustedSource {
  readonly name: string;
  readonly kind: TrustedSourceKind;
  readonly importedAt: Date;
  readonly keyCount: number;
  /** Card revocation lists that came with it. */
  readonly listCount: number;
}

/** What was imported, by name. */
export async function trustedSources(db: Kysely<Tables>): Promise<TrustedSource[]> {
  const rows = await db
    .selectFrom('trusted_source')
    .select(['name', 'kind', 'imported_at', 'key_count', 'list_count'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, kind, imported_at, key_count, list_count }) => ({
    name,
    kind,
    importedAt: imported_at,
    keyCount: key_count,
    listCount: list_count,
  }));
}

/** All keys of all sources, in the order of the sources' names. */
export async function importedKeys(db: Kysely<Tables>): Promise<TrustList> {
  const rows = await db.selectFrom('trusted_source').select('keys').orderBy('name').execute();
  return rows.flatMap(({ keys }) => keys);
}

/**
 * A key as verifiers keep it. Of its card revocation list's version they hear with the list, whose head is small: their list of
 * keys is large, and does not change because somebody's card was revoked.
 */
export function withoutListVersion(key: TrustedKey): TrustedKey {
  if (key.document?.format !== 'shc') return key;
  const { crlVersion: _, ...document } = key.document;
  return { ...key, document };
}

/** The newest version of each card revocation list that the key sets of all sources announce. */
export async function announcedCardLists(
  db: Kysely<Tables>,
): Promise<readonly { readonly iss: string; readonly kid: string; readonly version: number }[]> {
  const { rows } = await sql<{ iss: string; kid: string; version: string }>`
    select key -> 'document' ->> 'iss' as iss, key -> 'document' ->> 'keyId' as kid,
      max((key -> 'document' ->> 'crlVersion')::bigint) as version
    from trusted_source, jsonb_array_elements(keys) as key
    where kind = 'shc' and key -> 'document' ? 'crlVersion'
    group by 1, 2`.execute(db);
  return rows.map(({ iss, kid, version }) => ({ iss, kid, version: Number(version) }));
}

/**
 * Tells the keys of all sources, as verifiers keep them, from others, without reading them: the same for the same keys,
 * whenever they were imported.
 */
export async function importedKeysDigests(db: Kysely<Tables>): Promise<string[][]> {
  const rows = await db
    .selectFrom('trusted_source')
    .select(['name', 'keys_digest', 'imported_at'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, keys_digest, imported_at }) => [name, keys_digest || imported_at.toISOString()]);
}

/** Puts a source in the place of what was imported under its name before. */
export async function keepTrustedSource(
  db: Kysely<Tables>,
  { name, kind, importedAt }: Pick<TrustedSource, 'name' | 'kind' | 'importedAt'>,
  keys: readonly TrustedKey[],
  lists: readonly CardList[] = [],
): Promise<void> {
  const row = {
    kind,
    imported_at: importedAt,
    key_count: keys.length,
    list_count: lists.length,
    keys_digest: digestOf(keys),
    keys: JSON.stringify(keys),
  };
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('trusted_source')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    await replaceCardLists(transaction, name, lists);
  });
}

/** Takes a source away, with its keys and lists. @returns false where there is none of that name. */
export async function removeTrustedSource(db: Kysely<Tables>, name: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('trusted_source')
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

const digestOf = (keys: readonly TrustedKey[]): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(keys.map(withoutListVersion))) as JsonValue))
    .digest('base64url');
