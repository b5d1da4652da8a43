import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCertificateWriter } from '../../src/registry/certificate-writer.ts';
import { correctCertificates } from '../../src/registry/correct-certificates.ts';
import { findCertificate } from '../../src/registry/find-certificate.ts';
import type { NewCertificate } from '../../src/registry/insert-rows.ts';
import { latestCertificate } from '../../src/registry/latest-certificate.ts';
import { freshDatabase } from '../fresh-database.ts';
import { certificate } from './sample-certificate.ts';

/** As docs/operators/scaling.md describes it. */
const partitions = 16;

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await sql
    .raw(`
      alter table certificate rename to certificate_whole;
      create table certificate (like certificate_whole including defaults including constraints including storage)
        partition by hash (shard);
      alter table certificate add primary key (shard, certificate_id);
      create unique index on certificate (shard, event_key) where state = 'issued';
      create index on certificate (shard, beneficiary, certificate_type, dose, issued_at);
      drop table certificate_whole;
    `)
    .execute(db);
  for (let n = 0; n < partitions; n += 1) {
    await sql
      .raw(
        `create table certificate_${n} partition of certificate for values with (modulus ${partitions}, remainder ${n})`,
      )
      .execute(db);
  }
});
afterAll(() => database.close());

test('a registry that is partitioned by shard issues, repeats, refuses, corrects and finds', async () => {
  const { db } = database;
  const writer = createCertificateWriter(db);
  const keep = (rows: NewCertificate[]) =>
    writer.keep({ rows: rows.map((row) => ({ ...row, caller: 'test' })), partial: false });
  const rows = Array.from({ length: 200 }, (_, n) => certificate(`partitioned-${n}`));
  expect((await keep(rows)).every(({ outcome }) => outcome === 'inserted')).toBe(true);
  const { rows: places } = await sql`select distinct tableoid from certificate`.execute(db);
  expect(places).toHaveLength(partitions);

  const other = { contentDigest: Buffer.alloc(32, 9) };
  expect(await keep([certificate('partitioned-5')])).toMatchObject([{ outcome: 'duplicate' }]);
  expect(await keep([certificate('partitioned-5', other)])).toMatchObject([{ outcome: 'conflict' }]);

  const successor = certificate('partitioned-5', other);
  expect(await correctCertificates(db, 'test', [successor], 1)).toMatchObject([{ outcome: 'corrected' }]);
  const query = { beneficiary: 'partitioned-5', certificateTypes: ['domestic'] };
  expect((await latestCertificate(db, query))?.certificateId).toBe(successor.certificateId);
  const superseded = await findCertificate(db, rows[5]?.certificateId ?? '');
  expect(superseded).toMatchObject({ state: 'superseded', supersededBy: successor.certificateId });
});
