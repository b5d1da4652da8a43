import { sql, type Transaction } from 'kysely';
import type { CertifiedEvent } from './certified-event.ts';
import type { PackedContent } from './content/certificate-content.ts';
import type { Tables } from './tables.ts';

/** Where a certificate's event comes from: what a revocation by query can ask for. */
export interface EventOrigin {
  /** Batch number; empty where the event has none. */
  readonly batch: string;
  /** The facility's name; empty where the event has none. */
  readonly facility: string;
  /** Civil date, YYYY-MM-DD. */
  readonly eventDate?: string;
}

/** A signed certificate, to be kept. */
export interface NewCertificate extends CertifiedEvent, PackedContent {
  readonly shard: number;
  readonly certificateId: string;
  readonly eventKey: Buffer;
  readonly contentDigest: Buffer;
  readonly issuedAt: Date;
  readonly statusList: number;
  readonly statusIndex: number;
  readonly origin: EventOrigin;
}

/** A certificate to be kept, and who asked for it. */
export interface IssuedCertificate extends NewCertificate {
  readonly caller: string;
}

/**
 * Inserts those that have no live certificate yet, each with its entry in the audit trail; waits for others that
 * are inserting the same event.
 *
 * One statement of one text for any number of rows: PostgreSQL plans it once for each connection.
 *
 * @returns the ids of what was inserted.
 */
export async function insertIssued(
  transaction: Transaction<Tables>,
  rows: readonly IssuedCertificate[],
): Promise<Set<string>> {
  const ordered = inEventOrder(rows);
  const { rows: inserted } = await sql<{ certificate_id: string }>`
    with given as (${given(ordered)}),
    inserted as (${insertGiven} returning shard, certificate_id),
    audited as (
      insert into audit_entry (action, shard, certificate_id, caller)
      select 'issue', shard, certificate_id, caller
      from inserted join unnest(
        ${ordered.map((row) => row.certificateId)}::text[], ${ordered.map((row) => row.caller)}::text[]
      ) as asked (certificate_id, caller) using (certificate_id)
    )
    select certificate_id from inserted`.execute(transaction);
  return new Set(inserted.map(({ certificate_id }) => certificate_id));
}

/** Inserts the successor of a certificate that was withdrawn in the same transaction. */
export async function insertSuccessor(transaction: Transaction<Tables>, row: NewCertificate): Promise<void> {
  await sql`with given as (${given([row])}) ${insertGiven}`.execute(transaction);
}

/** In one order for all: two calls with the same events cannot wait for each other. */
const inEventOrder = <Row extends NewCertificate>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => Buffer.compare(a.eventKey, b.eventKey));

const given = (rows: readonly NewCertificate[]) => sql`
  select * from unnest(
    ${rows.map((row) => row.shard)}::smallint[], ${rows.map((row) => row.certificateId)}::text[],
    ${rows.map((row) => row.beneficiary)}::text[], ${rows.map((row) => row.program)}::text[],
    ${rows.map((row) => row.certificateType)}::text[], ${rows.map((row) => row.disease)}::text[],
    ${rows.map((row) => row.dose)}::smallint[], ${rows.map((row) => row.eventKey)}::bytea[],
    ${rows.map((row) => row.contentDigest)}::bytea[], ${rows.map((row) => row.issuedAt.toISOString())}::timestamptz[],
    ${rows.map((row) => row.statusList)}::integer[], ${rows.map((row) => row.statusIndex)}::integer[],
    ${rows.map((row) => row.contentForm)}::smallint[], ${rows.map((row) => row.content)}::bytea[],
    ${rows.map(({ origin }) => origin.batch)}::text[], ${rows.map(({ origin }) => origin.facility)}::text[],
    ${rows.map(({ origin }) => origin.eventDate ?? null)}::date[]
  )`;

const insertGiven = sql`
  insert into certificate (
    shard, certificate_id, beneficiary, program, certificate_type, disease, dose, event_key, content_digest,
    issued_at, status_list, status_index, content_form, content, batch, facility, event_date
  )
  select * from given
  on conflict (shard, event_key) where state = 'issued' do nothing`;
