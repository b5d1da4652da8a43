import type { Kysely } from 'kysely';
import { shardOf } from './shard.ts';
import { fromRow, type StoredCertificate } from './stored-certificate.ts';
import type { Tables } from './tables.ts';

/** Which of a beneficiary's certificates are meant. */
export interface LatestQuery {
  readonly beneficiary: string;
  readonly certificateTypes: readonly string[];
  /** Any, where absent. */
  readonly program?: string;
  /** Any, where absent. */
  readonly disease?: string;
}

/**
 * The latest live certificate of a beneficiary: of the highest dose, the newest. (Grouping by dose and taking
 * the newest of each gives the same.)
 */
export async function latestCertificate(
  db: Kysely<Tables>,
  query: LatestQuery,
): Promise<StoredCertificate | undefined> {
  let select = db
    .selectFrom('certificate')
    .selectAll()
    .where('shard', '=', shardOf(query.beneficiary))
    .where('beneficiary', '=', query.beneficiary)
    .where('certificate_type', 'in', query.certificateTypes)
    .where('state', '=', 'issued');
  if (query.program !== undefined) select = select.where('program', '=', query.program);
  if (query.disease !== undefined) select = select.where('disease', '=', query.disease);
  const row = await select
    .orderBy('dose', 'desc')
    .orderBy('issued_at', 'desc')
    .orderBy('certificate_id')
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}
