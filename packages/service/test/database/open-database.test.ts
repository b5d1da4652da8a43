import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { freshDatabase } from '../fresh-database.ts';

test('a server that ends a connection within a transaction fails that transaction, and nothing else', async () => {
  const { url, close } = await freshDatabase();
  const { db, close: closeDatabase } = await openDatabase({ url }, 2);
  const failed = await db
    .transaction()
    .execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid}::int)`.execute(db);
      // The end arrives while nothing is asked of the connection.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await sql`select 1`.execute(transaction);
    })
    .catch((error: Error) => error);
  expect(failed).toBeInstanceOf(Error);
  const { rows } = await sql<{ n: number }>`select 7::int as n`.execute(db);
  expect(rows).toEqual([{ n: 7 }]);
  await closeDatabase();
  await close();
});

test('statements are prepared once for each connection, whatever their values', async () => {
  const { url, close } = await freshDatabase();
  const { db, close: closeDatabase } = await openDatabase({ url }, 1);
  for (let n = 0; n < 20; n += 1) await sql`select ${n}::int + 1 as next`.execute(db);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_prepared_statements where statement like 'select $1::int + 1%'`.execute(
    db,
  );
  expect(rows).toEqual([{ count: 1 }]);
  await closeDatabase();
  await close();
});
