import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { cardLists } from '../../src/registry/card-lists.ts';
import { unpackContent } from '../../src/registry/content/certificate-content.ts';
import { findPackedRids } from '../../src/registry/packed-rids.ts';
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

test('packed ids that were kept with each list are kept once, and named as before', async () => {
  const { db, close } = await freshDatabase({ migrated: false });
  const folder = join(import.meta.dirname, '../../migrations');
  const [last, ...earlier] = readdirSync(folder)
    .filter((name) => name <= '0008-packed-rids.sql')
    .sort()
    .reverse()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const text of earlier.reverse()) await sql.raw(text).execute(db);
  const [checkedAt, packed] = [new Date('2026-11-21T00:00:00Z'), Buffer.from('packed')];
  for (const source of ['a', 'b']) {
    await sql`insert into trusted_source (name, kind, imported_at, key_count, keys)
      values (${source}, 'shc', now(), 0, '[]')`.execute(db);
    await sql`insert into trusted_card_list (source, iss, kid, version, checked_at, sha256, packed)
      values (${source}, 'https://a.example', ${source}, 3, ${checkedAt}, 'digest', ${packed})`.execute(db);
  }
  await sql.raw(String(last)).execute(db);
  const list = { iss: 'https://a.example', version: 3, checkedAt, sha256: 'digest', packed };
  expect(await cardLists(db)).toEqual([
    { ...list, kid: 'a' },
    { ...list, kid: 'b' },
  ]);
  expect(await findPackedRids(db, 'digest')).toEqual(packed);
  await close();
});
