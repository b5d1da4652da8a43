import type { TrustedKey, TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import type { Tables, TrustedSourceKind } from './tables.ts';

/** A list of other issuers' keys that was imported, without the keys. */
export interface TrustedSource {
  readonly name: string;
  readonly kind: TrustedSourceKind;
  readonly importedAt: Date;
  readonly keyCount: number;
}

/** What was imported, by name. */
export async function trustedSources(db: Kysely<Tables>): Promise<TrustedSource[]> {
  const rows = await db
    .selectFrom('trusted_source')
    .select(['name', 'kind', 'imported_at', 'key_count'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, kind, imported_at, key_count }) => ({
    name,
    kind,
    importedAt: imported_at,
    keyCount: key_count,
  }));
}

/** All keys of all sources, in the order of the sources' names. */
export async function importedKeys(db: Kysely<Tables>): Promise<TrustList> {
  const rows = await db.selectFrom('trusted_source').select('keys').orderBy('name').execute();
  return rows.flatMap(({ keys }) => keys);
}

/** Puts a source in the place of what was imported under its name before. */
export async function keepTrustedSource(
  db: Kysely<Tables>,
  { name, kind, importedAt }: Pick<TrustedSource, 'name' | 'kind' | 'importedAt'>,
  keys: readonly TrustedKey[],
): Promise<void> {
  const row = { kind, imported_at: importedAt, key_count: keys.length, keys: JSON.stringify(keys) };
  await db
    .insertInto('trusted_source')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** Takes a source away, with its keys. @returns false where there is none of that name. */
export async function removeTrustedSource(db: Kysely<Tables>, name: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('trusted_source')
    .where('name', '=', name)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
