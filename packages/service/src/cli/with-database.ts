import type { Config } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { type Database, openDatabase } from '../database/open-database.ts';

/**
 * Opens the configured database for a command, brings it up to date, and closes it at the end. Beside a running Mohar
 * with the embedded database it works on that one.
 */
export async function withDatabase<Result>(
  { database: location }: Pick<Config, 'database'>,
  poolSize: number,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(location, poolSize, { join: true });
  try {
    await migrate(database.db);
    return await work(database);
  } finally {
    await database.close();
  }
}
