import { createHash } from 'node:crypto';
import { migrate } from '@mohar/service/src/database/migrate.ts';
import { openDatabase } from '@mohar/service/src/database/open-database.ts';
import { sql } from 'kysely';

/** Rows of one statement. */
const step = 50_000;
/** Connections that fill at once. */
const lanes = 2;

/** What the registry takes on disk. */
export interface RegistrySize {
  readonly rows: number;
  /** Bytes of the certificate table with its indexes, a certificate. */
  readonly bytesEach: number;
  /** Bytes of the audit trail, a certificate. */
  readonly auditBytesEach: number;
}

/** The batch of a filled row: a million have the same. */
export const filledBatch = (n: number): string => `LOT-${Math.floor(n / 1_000_000)}`;

/** The certificate id of a filled row: of the length of a real one, without its check character. */
export const filledId = (n: number): string =>
  createHash('sha256').update(`b${n}`).digest('hex').slice(0, 17).toUpperCase();

/** The beneficiary of a filled row. */
export const filledBeneficiary = (n: number): string => `B${n}`;

/**
 * Fills the registry of a data directory with certificates `from` to `to`, each with its audit entry. They are made
 * by the database itself: this skips HTTP, validation and signing. The keys are as scattered as real ones, the
 * content as long as a real one's (a filler that does not compress, kept as it is), all indexes and constraints hold.
 */
export async function fillRegistry(dataDirectory: string, from: number, to: number): Promise<RegistrySize> {
  const { db, close } = await openDatabase({ dataDirectory }, lanes + 1);
  await migrate(db);
  let next = from;
  const fill = async () => {
    for (let first = next; first < to; first = next) {
      next = Math.min(to, first + step);
      await sql`
        with made as (
          select n, 'B' || n as beneficiary, sha256(('b' || n)::bytea) as key, sha256(('B' || n)::bytea) as hash
          from generate_series(${first}::bigint, ${next}::bigint - 1) as n
        ),
        kept as (
          insert into certificate (
            shard, certificate_id, beneficiary, program, certificate_type, disease, dose, event_key, content_digest,
            issued_at, status_list, status_index, content_form, content,
            batch, facility, event_date
          )
          select
            (get_byte(hash, 0) << 2) | (get_byte(hash, 1) >> 6), upper(substr(encode(key, 'hex'), 1, 17)), beneficiary,
            '', 'domestic', 'COVID-19', 1, key, hash,
            now(), n / 131072, n % 131072, 0,
            convert_to('{"filler":"' || repeat(encode(key, 'hex'), 6) || '"}' || chr(10) || '{"n":' || n || '}', 'UTF8'),
            'LOT-' || n / 1000000, 'Health centre ' || n % 1000, date '2021-01-16' + (n / 100000)::int
          from made
          returning shard, certificate_id
        )
        insert into audit_entry (action, shard, certificate_id, caller)
        select 'issue', shard, certificate_id, 'key:0123456789ab' from kept`.execute(db);
    }
  };
  await Promise.all(Array.from({ length: lanes }, fill));
  await sql`select setval('status_position', ${to})`.execute(db);
  await sql`set statement_timeout = 0; analyze certificate; checkpoint`.execute(db).catch(() => {});
  const { rows } = await sql<{ rows: string; bytes: string; audit: string }>`
    select count(*) as rows, pg_total_relation_size('certificate') as bytes,
      pg_total_relation_size('audit_entry') as audit from certificate`.execute(db);
  await close();
  const count = Number(rows[0]?.rows);
  return {
    rows: count,
    bytesEach: Number(rows[0]?.bytes) / count,
    auditBytesEach: Number(rows[0]?.audit) / count,
  };
}
