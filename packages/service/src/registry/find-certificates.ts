import type { Kysely } from 'kysely';
import type { LatestQuery } from './latest-certificate.ts';
import { shardOf } from './shard.ts';
import { fromRow, type StoredCertificate } from './stored-certificate.ts';
import type { Tables } from './tables.ts';

/** The certificates of many ids, in whatever state, by id; ids that there are none of are missing. */
export async function findCertificates(
  db: Kysely<Tables>,
  ids: readonly { readonly shard: number; readonly id: string }[],
): Promise<Map<string, StoredCertificate>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('certificate')
    .selectAll()
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('shard', 'certificate_id'),
        'in',
        ids.map(({ shard, id }) => tuple(shard, id)),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.certificate_id, fromRow(row)]));
}

/** Of each of many beneficiaries the latest live certificate, as `latestCertificate` finds it, by beneficiary. */
export async function latestOfEach(
  db: Kysely<Tables>,
  beneficiaries: readonly string[],
  { certificateTypes, program, disease }: Omit<LatestQuery, 'beneficiary'>,
): Promise<Map<string, StoredCertificate>> {
  if (beneficiaries.length === 0) return new Map();
  let select = db
    .selectFrom('certificate')
    .selectAll()
    .distinctOn(['shard', 'beneficiary'])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('shard', 'beneficiary'),
        'in',
        beneficiaries.map((beneficiary) => tuple(shardOf(beneficiary), beneficiary)),
      ),
    )
    .where('certificate_type', 'in', certificateTypes)
    .where('state', '=', 'issued');
  if (program !== undefined) select = select.where('program', '=', program);
  if (disease !== undefined) select = select.where('disease', '=', disease);
  const rows = await select
    .orderBy('shard')
    .orderBy('beneficiary')
    .orderBy('dose', 'desc')
    .orderBy('issued_at', 'desc')
    .orderBy('certificate_id')
    .execute();
  return new Map(rows.map((row) => [row.beneficiary, fromRow(row)]));
}
