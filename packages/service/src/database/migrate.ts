import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../registry/tables.ts';

/** The database's schema and this Mohar do not belong together. */
export class MigrationError extends Error {
  readonly code = 'MIGRATION';
}

/** Held while migrations run, so that several processes may start at once. */
const migrationLock = 7_262_019;

const directory = join(import.meta.dirname, '..', '..', 'migrations');

/**
 * Brings the schema up to date: applies the files of `migrations/` that were not applied yet, in the order of
 * their names, all in one transaction.
 *
 * @throws MigrationError where an applied file was changed since, or the database is of a newer Mohar.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const files = readdirSync(directory)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    });
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
    const applied = await appliedMigrations(transaction);
    for (const { name, checksum } of applied) {
      const file = files.find((file) => file.name === name);
      if (!file)
        throw new MigrationError(
          `The database has migration ${name}, which this Mohar does not know: it is newer.`,
        );
      if (file.checksum !== checksum)
        throw new MigrationError(`Migration ${name} was changed after it was applied.`);
    }
    for (const { name, text, checksum } of files.slice(applied.length)) {
      await sql.raw(text).execute(transaction);
      await sql`insert into schema_migration (name, checksum) values (${name}, ${checksum})`.execute(
        transaction,
      );
    }
  });
}

async function appliedMigrations(transaction: Transaction<Tables>) {
  await sql`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now()
  )`.execute(transaction);
  const { rows } = await sql<{ name: string; checksum: string }>`
    select name, checksum from schema_migration order by name`.execute(transaction);
  return rows;
}
