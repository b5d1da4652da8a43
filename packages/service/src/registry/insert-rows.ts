import type { JsonObject } from '@mohar/credential/json.ts';
import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** A signed certificate, to be kept. */
export interface NewCertificate {
  readonly shard: number;
  readonly certificateId: string;
  readonly beneficiary: string;
  readonly program: string;
  readonly certificateType: string;
  readonly disease: string;
  readonly dose: number;
  readonly eventKey: Buffer;
  readonly contentDigest: Buffer;
  readonly issuedAt: Date;
  readonly statusList: number;
  readonly statusIndex: number;
  readonly event: JsonObject;
  readonly credential: Buffer;
}

/** Inserts what has no live certificate yet; waits for others that are inserting the same event. */
export async function insertRows(
  transaction: Transaction<Tables>,
  rows: readonly NewCertificate[],
): Promise<Set<string>> {
  const inserted = await transaction
    .insertInto('certificate')
    .values(
      // In one order for all: two calls with the same events cannot wait for each other.
      rows
        .toSorted((a, b) => Buffer.compare(a.eventKey, b.eventKey))
        .map((row) => ({
          shard: row.shard,
          certificate_id: row.certificateId,
          beneficiary: row.beneficiary,
          program: row.program,
          certificate_type: row.certificateType,
          disease: row.disease,
          dose: row.dose,
          event_key: row.eventKey,
          content_digest: row.contentDigest,
          state_at: null,
          state_reason: null,
          superseded_by: null,
          issued_at: row.issuedAt,
          status_list: row.statusList,
          status_index: row.statusIndex,
          event: JSON.stringify(row.event),
          credential: row.credential,
        })),
    )
    .onConflict((conflict) =>
      conflict.columns(['shard', 'event_key']).where('state', '=', 'issued').doNothing(),
    )
    .returning('certificate_id')
    .execute();
  return new Set(inserted.map(({ certificate_id }) => certificate_id));
}
