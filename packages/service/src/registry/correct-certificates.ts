import type { Kysely, Transaction } from 'kysely';
import { insertSuccessor, type NewCertificate } from './insert-rows.ts';
import { retried } from './retry.ts';
import type { Tables } from './tables.ts';
import { writeAudit } from './write-audit.ts';

/** What became of one correction. */
export type CorrectionOutcome =
  | { readonly outcome: 'corrected'; readonly previousId: string }
  /** The live certificate says the same already. */
  | { readonly outcome: 'unchanged'; readonly certificateId: string }
  /** There is no live certificate of this event. */
  | { readonly outcome: 'unknown' }
  /** The chain of corrections has reached its limit. */
  | { readonly outcome: 'exhausted'; readonly certificateId: string }
  /** Good by itself, but another one kept all of them out. */
  | { readonly outcome: 'withheld' };

/**
 * Puts certificates in the place of the live ones of the same events: in one transaction, each old one becomes
 * superseded and points to its successor, and the successor is kept. All of them, or none.
 *
 * @param limit how often the certificate of one event may be corrected.
 */
export async function correctCertificates(
  db: Kysely<Tables>,
  caller: string,
  rows: readonly NewCertificate[],
  limit: number,
): Promise<CorrectionOutcome[]> {
  try {
    return await retried(() =>
      db.transaction().execute(async (transaction) => {
        // In one order for all: two calls with the same events cannot wait for each other.
        const order = rows.toSorted((a, b) => Buffer.compare(a.eventKey, b.eventKey));
        const outcomes = new Map<NewCertificate, CorrectionOutcome>();
        for (const row of order) outcomes.set(row, await correctOne(transaction, row, limit));
        const inOrder = rows.map((row) => outcomes.get(row) as CorrectionOutcome);
        if (inOrder.some(({ outcome }) => outcome === 'unknown' || outcome === 'exhausted'))
          throw new Withheld(inOrder);
        await writeAudit(
          transaction,
          'correct',
          caller,
          rows.flatMap((row) => {
            const found = outcomes.get(row);
            return found?.outcome === 'corrected' ? [{ ...row, detail: found.previousId }] : [];
          }),
        );
        return inOrder;
      }),
    );
  } catch (error) {
    if (!(error instanceof Withheld)) throw error;
    return error.outcomes.map((found) => (found.outcome === 'corrected' ? { outcome: 'withheld' } : found));
  }
}

class Withheld extends Error {
  readonly outcomes: CorrectionOutcome[];
  constructor(outcomes: CorrectionOutcome[]) {
    super('withheld');
    this.outcomes = outcomes;
  }
}

async function correctOne(
  transaction: Transaction<Tables>,
  row: NewCertificate,
  limit: number,
): Promise<CorrectionOutcome> {
  const live = await lockLive(transaction, row);
  if (!live) return { outcome: 'unknown' };
  if (live.content_digest.equals(row.contentDigest)) {
    return { outcome: 'unchanged', certificateId: live.certificate_id };
  }
  if ((await correctionsSoFar(transaction, row, live.certificate_id)) >= limit) {
    return { outcome: 'exhausted', certificateId: live.certificate_id };
  }
  await transaction
    .updateTable('certificate')
    .set({
      state: 'superseded',
      state_at: row.issuedAt,
      state_reason: 'superseded',
      superseded_by: row.certificateId,
    })
    .where('shard', '=', row.shard)
    .where('certificate_id', '=', live.certificate_id)
    .execute();
  await transaction
    .insertInto('revocation')
    .values({
      shard: row.shard,
      certificate_id: live.certificate_id,
      revoked_at: row.issuedAt,
      reason: 'superseded',
      status_list: live.status_list,
      status_index: live.status_index,
      place: null,
    })
    .execute();
  await insertSuccessor(transaction, row);
  return { outcome: 'corrected', previousId: live.certificate_id };
}

/**
 * The live certificate of an event, locked. Whoever waited for another correction finds that the row it waited for
 * is superseded, and sees its successor only in a statement of its own.
 */
async function lockLive(transaction: Transaction<Tables>, { shard, eventKey }: NewCertificate) {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const live = await transaction
      .selectFrom('certificate')
      .select(['certificate_id', 'content_digest', 'status_list', 'status_index'])
      .where('shard', '=', shard)
      .where('event_key', '=', eventKey)
      .where('state', '=', 'issued')
      .forUpdate()
      .executeTakeFirst();
    if (live) return live;
  }
  return undefined;
}

/** How many certificates the live one has superseded, one after another. */
async function correctionsSoFar(
  transaction: Transaction<Tables>,
  row: NewCertificate,
  liveId: string,
): Promise<number> {
  const earlier = await transaction
    .selectFrom('certificate')
    .select(['certificate_id', 'superseded_by'])
    .where('shard', '=', row.shard)
    .where('beneficiary', '=', row.beneficiary)
    .where('certificate_type', '=', row.certificateType)
    .where('event_key', '=', row.eventKey)
    .where('state', '=', 'superseded')
    .execute();
  const predecessors = new Map(earlier.map((one) => [one.superseded_by, one.certificate_id]));
  let count = 0;
  for (let id = predecessors.get(liveId); id !== undefined; id = predecessors.get(id)) count += 1;
  return count;
}
