import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { unpackContent } from '../../src/registry/content/certificate-content.ts';
import { freshDatabase } from '../fresh-database.ts';

test('several processes may start at once: each migration is applied once', async () => {
  const { db, close } = await freshDatabase({ migrated: false });
  await Promise.all([migrate(db), migrate(db), migrate(db), migrate(db)]);
  await migrate(db);
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db);
  const files = readdirSync(join(import.meta.dirname, '../../migrations')).sort();
  expect(files.length).toBeGreaterThan(3);
  expect(rows.map(({ name }) => name)).toEqual(files);
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

test('certificates of the first schema are kept byte for byte by the second', async () => {
  const { db, close } = await freshDatabase({ migrated: false });
  const file = (name: string) => readFileSync(join(import.meta.dirname, '../../migrations', name), 'utf8');
  await sql.raw(file('0001-registry.sql')).execute(db);
  const event = { name: 'A\nB', note: 'मोहर "x"' };
  const credential = '{"proof":{"jws":"ä\\n"}}';
  await sql`insert into certificate (
      shard, certificate_id, beneficiary, certificate_type, event_key, content_digest, issued_at, status_list,
      status_index, event, credential
    ) values (1, 'OLD', 'b', 'test', ${Buffer.alloc(32)}, ${Buffer.alloc(32)}, now(), 0, 0, ${JSON.stringify(event)},
      ${Buffer.from(credential)})`.execute(db);
  await sql.raw(file('0002-compact-content-and-bulk.sql')).execute(db);
  const row = await db
    .selectFrom('certificate')
    .select(['content_form', 'content'])
    .executeTakeFirstOrThrow();
  const kept = unpackContent({ contentForm: row.content_form, content: row.content });
  expect(kept.event).toEqual(event);
  expect(kept.credential.toString()).toBe(credential);
  await close();
});
