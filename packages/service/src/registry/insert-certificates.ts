import { type Kysely, sql, type Transaction } from 'kysely';
import { insertRows, type NewCertificate } from './insert-rows.ts';
import { retried } from './retry.ts';
import type { Tables } from './tables.ts';
import { writeAudit } from './write-audit.ts';

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
  return retried(() => insertOnce(db, caller, rows, options.partial));
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
      await writeAudit(
        transaction,
        'issue',
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
