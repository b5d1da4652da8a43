import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** What only one process does at a time. */
const locks = { lists: 7_262_021, filter: 7_262_022 };
type Locked = keyof typeof locks;

/** Does something once nobody else is doing it. */
export const alone = <Result>(
  db: Kysely<Tables>,
  what: Locked,
  work: () => Promise<Result>,
): Promise<Result> =>
  // The lock belongs to the connection: when this process dies, it is free.
  db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${locks[what]})`.execute(connection);
    return work().finally(() => unlock(connection, what));
  });

/** Does something unless somebody else is doing it. */
export const unlessBusy = (db: Kysely<Tables>, what: Locked, work: () => Promise<void>): Promise<void> =>
  db.connection().execute(async (connection) => {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_lock(${locks[what]}) as taken`.execute(connection);
    if (rows[0]?.taken) await work().finally(() => unlock(connection, what));
  });

const unlock = (connection: Kysely<Tables>, what: Locked) =>
  sql`select pg_advisory_unlock(${locks[what]})`.execute(connection);
