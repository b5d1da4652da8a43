import type { JsonObject } from '@mohar/credential/json.ts';
import { type Kysely, sql, type Transaction } from 'kysely';
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

/** What became of one of them. */
export type InsertOutcome =
  | { readonly outcome: 'inserted' }
  /** A live certificate of the same event says the same, or (`conflict`) something else. */
  | {
      readonly outcome: 'duplicate' | 'conflict';
      readonly certificateId: string;
      readonly credential: Buffer;
    }
  /** Good by itself, but another one's conflict kept all of them out. */
  | { readonly outcome: 'withheld' };

/** Two transactions that wait for each other, or that cannot be put in a row: PostgreSQL ends one, to be tried again. */
const retryable = new Set(['40001', '40P01']);

/**
 * Keeps certificates, each with its entry in the audit trail, in one transaction. When this returns, what was
 * inserted is on disk.
 *
 * @param options.partial keep the good ones although others conflict; otherwise all or none.
 * @returns one outcome for each, in order. Of two with the same event, the second is judged against the first.
 */
export async function insertCertificates(
  db: Kysely<Tables>,
  caller: string,
  rows: readonly NewCertificate[],
  options: { readonly partial: boolean },
): Promise<InsertOutcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertOnce(db, caller, rows, options.partial);
    } catch (error) {
      if (attempt === 5 || !retryable.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

class Withheld extends Error {
  readonly outcomes: InsertOutcome[];
  constructor(outcomes: InsertOutcome[]) {
    super('withheld');
    this.outcomes = outcomes;
  }
}

async function insertOnce(
  db: Kysely<Tables>,
  caller: string,
  rows: readonly NewCertificate[],
  partial: boolean,
) {
  try {
    return await db.transaction().execute(async (transaction) => {
      const inserted = await insertRows(transaction, rows);
      const outcomes = await judge(transaction, rows, inserted);
      if (!partial && outcomes.some(({ outcome }) => outcome === 'conflict')) {
        throw new Withheld(
          outcomes.map((found) => (found.outcome === 'inserted' ? { outcome: 'withheld' } : found)),
        );
      }
      await insertAudit(
        transaction,
        caller,
        rows.filter(({ certificateId }) => inserted.has(certificateId)),
      );
      return outcomes;
    });
  } catch (error) {
    if (error instanceof Withheld) return error.outcomes;
    throw error;
  }
}

/** Inserts what has no live certificate yet; waits for others that are inserting the same event. */
async function insertRows(
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

async function judge(
  transaction: Transaction<Tables>,
  rows: readonly NewCertificate[],
  inserted: ReadonlySet<string>,
): Promise<InsertOutcome[]> {
  const others = rows.filter(({ certificateId }) => !inserted.has(certificateId));
  if (others.length === 0) return rows.map(() => ({ outcome: 'inserted' }));
  const live = await transaction
    .selectFrom('certificate')
    .select(['certificate_id', 'event_key', 'content_digest', 'credential'])
    .where('state', '=', 'issued')
    .where((where) =>
      where(
        where.refTuple('shard', 'event_key'),
        'in',
        others.map(({ shard, eventKey }) =>
          where.tuple(sql<number>`${shard}::smallint`, sql<Buffer>`${eventKey}::bytea`),
        ),
      ),
    )
    .execute();
  const byKey = new Map(live.map((row) => [row.event_key.toString('hex'), row]));
  return rows.map(({ certificateId, eventKey, contentDigest }): InsertOutcome => {
    if (inserted.has(certificateId)) return { outcome: 'inserted' };
    const found = byKey.get(eventKey.toString('hex'));
    // Withdrawn between the two statements: the caller tries again as a whole.
    if (!found)
      throw Object.assign(new Error('The live certificate was withdrawn meanwhile.'), { code: '40001' });
    return {
      outcome: found.content_digest.equals(contentDigest) ? 'duplicate' : 'conflict',
      certificateId: found.certificate_id,
      credential: found.credential,
    };
  });
}

async function insertAudit(
  transaction: Transaction<Tables>,
  caller: string,
  rows: readonly NewCertificate[],
) {
  if (rows.length === 0) return;
  await transaction
    .insertInto('audit_entry')
    .values(
      rows.map(({ shard, certificateId }) => ({
        action: 'issue' as const,
        shard,
        certificate_id: certificateId,
        caller,
      })),
    )
    .execute();
}
