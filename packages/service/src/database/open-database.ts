import { resolve } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '../registry/tables.ts';
import { joinEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { PreparingClient } from './preparing-client.ts';

/** An open database. */
export interface Database {
  readonly db: Kysely<Tables>;
  /** For logs: which kind of database it is; no secrets. */
  readonly description: string;
  /** Calls back where the embedded server ends by itself. */
  onUnexpectedExit(listener: () => void): void;
  /** Waits for what runs, then closes; stops the embedded server. */
  close(): Promise<void>;
}

/** Which database: a PostgreSQL server's URL, or the directory of the embedded one. */
export type DatabaseLocation = { readonly url: string } | { readonly dataDirectory: string };

/** No statement of the service takes longer than this, in milliseconds. */
const statementTimeout = 30_000;

/**
 * Opens the database, starting the embedded one where no URL is given. Connects at the first use.
 *
 * @param options.join work beside the Mohar that runs the embedded one, where one does, instead of refusing.
 * @throws EmbeddedPostgresError.
 */
export async function openDatabase(
  location: DatabaseLocation,
  poolSize = 10,
  { join = false }: { readonly join?: boolean } = {},
): Promise<Database> {
  if ('url' in location) {
    const pool = openPool({ connectionString: location.url }, poolSize);
    return {
      db: kysely(pool),
      description: 'PostgreSQL server (DATABASE_URL)',
      onUnexpectedExit: () => {},
      close: () => pool.end(),
    };
  }
  const directory = resolve(location.dataDirectory);
  const server =
    (join && (await joinEmbeddedPostgres(directory))) || (await startEmbeddedPostgres(directory));
  const pool = openPool(server.connection, poolSize);
  return {
    db: kysely(pool),
    description: 'embedded PostgreSQL',
    onUnexpectedExit: server.onUnexpectedExit,
    close: async () => {
      await pool.end();
      await server.stop();
    },
  };
}

function openPool(connection: pg.PoolConfig, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    Client: PreparingClient,
    max,
    application_name: 'mohar',
    statement_timeout: statementTimeout,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks while idle is replaced at the next use.
  pool.on('error', () => {});
  // One that breaks between two statements of a transaction fails the next: that is soon enough, and no crash.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const kysely = (pool: pg.Pool) => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
