import { randomBytes } from 'node:crypto';
import { statusListLength } from '@mohar/credential/status/bitstring-status-list.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCertificateWriter } from '../../src/registry/certificate-writer.ts';
import type { NewCertificate } from '../../src/registry/insert-rows.ts';
import { latestCertificate } from '../../src/registry/latest-certificate.ts';
import { permute, reserveStatusPositions } from '../../src/registry/status-position.ts';
import { freshDatabase } from '../fresh-database.ts';
import { certificate } from './sample-certificate.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const insert = (rows: NewCertificate[], partial = false) =>
  createCertificateWriter(database.db).keep({
    rows: rows.map((row) => ({ ...row, caller: 'test' })),
    partial,
  });

describe('keeping certificates', () => {
  test('arrays with the same events in opposite order, at once, do not wait for each other for ever', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `cross-${n}`);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        insert((n % 2 ? names.toReversed() : names).map((name) => certificate(name))),
      ),
    );
    expect(outcomes.flat().filter(({ outcome }) => outcome === 'inserted')).toHaveLength(40);
  });

  test('a conflict keeps the whole array out, and says which it was', async () => {
    await insert([certificate('taken')]);
    const outcomes = await insert([
      certificate('free'),
      certificate('taken', { contentDigest: Buffer.alloc(32, 2) }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['withheld', 'conflict']);
    expect(
      await latestCertificate(database.db, { beneficiary: 'free', certificateTypes: ['domestic'] }),
    ).toBeUndefined();
  });

  test('of requests that come together, the conflict of one touches no other', async () => {
    await insert([certificate('together-taken')]);
    const writer = createCertificateWriter(database.db);
    const keep = (rows: NewCertificate[], partial = false) =>
      writer.keep({ rows: rows.map((row) => ({ ...row, caller: 'test' })), partial });
    const other = { contentDigest: Buffer.alloc(32, 2) };
    const shared = certificate('together-shared');
    const found = await Promise.all([
      keep([certificate('together-a')]),
      keep([shared, certificate('together-taken', other)]),
      keep([certificate('together-shared')]),
      keep([certificate('together-b'), certificate('together-taken', other)], true),
      keep([certificate('together-taken')]),
    ]);
    expect(found.map((outcomes) => outcomes.map(({ outcome }) => outcome))).toEqual([
      ['inserted'],
      // Alone, after the others: the shared event is the third request's by then.
      ['duplicate', 'conflict'],
      ['inserted'],
      ['inserted', 'conflict'],
      ['duplicate'],
    ]);
  });

  test('of requests that come together, data that the database refuses touch no other', async () => {
    const writer = createCertificateWriter(database.db);
    const keep = (row: NewCertificate) => writer.keep({ rows: [{ ...row, caller: 'test' }], partial: false });
    const found = await Promise.allSettled([
      keep(certificate('refused-a')),
      keep(certificate('refused-b', { shard: 4_000 })),
      keep(certificate('refused-c')),
    ]);
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('after a revocation the same event may be certified anew', async () => {
    const first = certificate('again');
    await insert([first]);
    await database.db
      .updateTable('certificate')
      .set({ state: 'revoked', state_at: new Date(), state_reason: 'error' })
      .where('certificate_id', '=', first.certificateId)
      .execute();
    const second = certificate('again');
    expect(await insert([second])).toEqual([{ outcome: 'inserted' }]);
    const latest = await latestCertificate(database.db, {
      beneficiary: 'again',
      certificateTypes: ['domestic'],
    });
    expect(latest?.certificateId).toBe(second.certificateId);
  });

  test('a certificate has no state that its life cycle does not know', async () => {
    const row = certificate('states');
    await insert([row]);
    for (const change of [
      { state: 'revoked' as const },
      { state: 'superseded' as const, state_at: new Date() },
      { state_at: new Date() },
    ]) {
      const update = database.db
        .updateTable('certificate')
        .set(change)
        .where('certificate_id', '=', row.certificateId);
      await expect(update.execute()).rejects.toThrow('certificate_life_cycle');
    }
  });

  test('the audit trail tells of every certificate, and cannot be changed', async () => {
    const row = certificate('audited');
    await insert([row]);
    const entries = await database.db
      .selectFrom('audit_entry')
      .selectAll()
      .where('certificate_id', '=', row.certificateId)
      .execute();
    expect(entries).toMatchObject([{ action: 'issue', caller: 'test' }]);
    await expect(sql`update audit_entry set caller = 'x'`.execute(database.db)).rejects.toThrow(
      'append-only',
    );
    await expect(sql`delete from audit_entry`.execute(database.db)).rejects.toThrow('append-only');
    await expect(sql`truncate audit_entry`.execute(database.db)).rejects.toThrow('append-only');
  });
});

describe('places in status lists', () => {
  test('the permutation is one to one, and neighbours do not stay neighbours', () => {
    const secret = randomBytes(32);
    const seen = new Set<number>();
    let adjacent = 0;
    let last = -2;
    for (let n = 0; n < statusListLength; n += 1) {
      const place = permute(n, 3, secret);
      if (Math.abs(place - last) === 1) adjacent += 1;
      last = place;
      seen.add(place);
    }
    expect(seen.size).toBe(statusListLength);
    expect(Math.max(...[...seen].slice(0, 1_000))).toBeLessThan(statusListLength);
    expect(adjacent).toBeLessThan(50);
  });

  test('places drawn at the same time by many are all different', async () => {
    const drawn = (
      await Promise.all(Array.from({ length: 10 }, () => reserveStatusPositions(database.db, 100)))
    ).flat();
    expect(new Set(drawn.map(({ list, index }) => `${list}/${index}`)).size).toBe(1_000);
  });
});
