import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { freshDatabase } from '../fresh-database.ts';

test('several processes may start at once: each migration is applied once', async () => {
  const { db, close } = await freshDatabase({ migrated: false });
  await Promise.all([migrate(db), migrate(db), migrate(db), migrate(db)]);
  await migrate(db);
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(['0001-registry.sql']);
  await close();
});

test('a database of a newer Mohar, or a changed migration, is refused', async () => {
  const { db, close } = await freshDatabase();
  await sql`insert into schema_migration (name, checksum) values ('9999-future.sql', 'x')`.execute(db);
  await expect(migrate(db)).rejects.toMatchObject({ code: 'MIGRATION' });
  await sql`delete from schema_migration where name = '9999-future.sql'`.execute(db);
  await sql`update schema_migration set checksum = 'y'`.execute(db);
  await expect(migrate(db)).rejects.toThrow('changed after it was applied');
  await close();
});
