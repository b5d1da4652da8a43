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
  const [latest] = await latestCertificates(db, query, 1);
  return latest;
}

/** The live certificates of a beneficiary, in the order in which the first is {@link latestCertificate}: so many at most. */
export async function latestCertificates(
  db: Kysely<Tables>,
  { beneficiary, certificateTypes, program, disease }: LatestQuery,
  limit: number,
): Promise<StoredCertificate[]> {
  let select = db
    .selectFrom('certificate')
    .selectAll()
    .where('shard', '=', shardOf(beneficiary))
    .where('beneficiary', '=', beneficiary)
    .where('certificate_type', 'in', certificateTypes)
    .where('state', '=', 'issued');
  if (program !== undefined) select = select.where('program', '=', program);
  if (disease !== undefined) select = select.where('disease', '=', disease);
  const rows = await select
    .orderBy('dose', 'desc')
    .orderBy('issued_at', 'desc')
    .orderBy('certificate_id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}
