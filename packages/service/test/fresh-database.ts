import { randomBytes } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../src/database/migrate.ts';
import type { Tables } from '../src/registry/tables.ts';

/** A new, migrated database on the run's server; `url` is for processes of their own. */
export async function freshDatabase({
  migrated = true,
} = {}): Promise<{ db: Kysely<Tables>; url: string; close: () => Promise<void> }> {
  const server = inject('postgres');
  const name = `mohar_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const connection =
    'connectionString' in server
      ? {
          connectionString: Object.assign(new URL(server.connectionString), {
            pathname: `/${name}`,
          }).toString(),
        }
      : { ...server, database: name };
  const pool = new pg.Pool({ ...connection, max: 8 });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  if (migrated) await migrate(db);
  const url =
    'connectionString' in connection
      ? connection.connectionString
      : `postgres://${connection.user}:${encodeURIComponent(connection.password)}@localhost/${name}?host=${encodeURIComponent(connection.host)}`;
  return { db, url, close: () => pool.end() };
}
