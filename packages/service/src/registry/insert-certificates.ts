import { type Kysely, sql, type Transaction } from 'kysely';
import type { PackedContent } from './content/certificate-content.ts';
import { type IssuedCertificate, insertIssued, type NewCertificate } from './insert-rows.ts';
import { retried } from './retry.ts';
import type { Tables } from './tables.ts';

/** What became of one of them. */
export type InsertOutcome =
  | { readonly outcome: 'inserted' }
  /** A live certificate of the same event says the same, or (`conflict`) something else. */
  | {
      readonly outcome: 'duplicate' | 'conflict';
      readonly certificateId: string;
      readonly content: PackedContent;
    }
  /** Good by itself, but another one's conflict kept all of them out. */
  | { readonly outcome: 'withheld' };

/** Certificates that one caller wants kept together. */
export interface InsertRequest {
  readonly rows: readonly IssuedCertificate[];
  /** Keep the good ones although others conflict; otherwise all or none. */
  readonly partial: boolean;
}

/**
 * Keeps the certificates of several requests in one transaction, each with its entry in the audit trail. When
 * this returns, what was inserted is on disk.
 *
 * @returns for each request, one outcome for each certificate, in order. Where a request that must not be kept was
 *   among others, nothing is kept: it is to be tried again `alone`, the others once more `together`.
 */
export async function insertCertificates(
  db: Kysely<Tables>,
  requests: readonly InsertRequest[],
): Promise<RequestOutcome[]> {
  try {
    return await retried(() =>
      db.transaction().execute((transaction) => insertTogether(transaction, requests)),
    );
  } catch (error) {
    if (error instanceof Withheld) return error.outcomes;
    throw error;
  }
}

export type RequestOutcome = readonly InsertOutcome[] | 'alone' | 'together';

/** Ends the transaction without keeping anything. */
class Withheld extends Error {
  readonly outcomes: RequestOutcome[];
  constructor(outcomes: RequestOutcome[]) {
    super('withheld');
    this.outcomes = outcomes;
  }
}

/** The same inside of a transaction that does more. Throws where a request must not be kept. */
export async function insertTogether(
  transaction: Transaction<Tables>,
  requests: readonly InsertRequest[],
): Promise<InsertOutcome[][]> {
  const rows = requests.flatMap((request) => request.rows);
  const inserted = await insertIssued(transaction, rows);
  const outcomes = await judge(transaction, rows, inserted);
  const next = outcomes.values();
  const perRequest = requests.map((request) => [...next.take(request.rows.length)]);
  const isWithheld = (n: number) =>
    !requests[n]?.partial && perRequest[n]?.some(({ outcome }) => outcome === 'conflict');
  if (requests.some((_, n) => isWithheld(n))) {
    throw new Withheld(
      perRequest.map((found, n) => {
        if (!isWithheld(n)) return 'together';
        // Beside others, its conflict may be with what is undone now.
        if (requests.length > 1) return 'alone';
        return found.map((one) => (one.outcome === 'inserted' ? { outcome: 'withheld' } : one));
      }),
    );
  }
  return perRequest;
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
    .select(['certificate_id', 'event_key', 'content_digest', 'content_form', 'content'])
    .where('state', '=', 'issued')
    .where(
      sql<boolean>`(shard, event_key) in (select * from unnest(
        ${others.map(({ shard }) => shard)}::smallint[], ${others.map(({ eventKey }) => eventKey)}::bytea[]
      ))`,
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
      content: { contentForm: found.content_form, content: found.content },
    };
  });
}
