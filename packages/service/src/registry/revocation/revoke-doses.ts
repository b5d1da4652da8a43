import { type Kysely, sql, type Transaction } from 'kysely';
import { retried } from '../retry.ts';
import { shardOf } from '../shard.ts';
import type { Tables } from '../tables.ts';
import type { RevocationOrder } from './revocation-query.ts';
import { type WithdrawnCertificate, withdraw } from './withdraw.ts';

/** Whose doses. */
export interface DosesQuery {
  readonly beneficiary: string;
  readonly certificateTypes: readonly string[];
  readonly disease: string;
  /** Any, where absent. */
  readonly program?: string;
}

/** What became of a call; `refused`: the doses are not the last ones in a row, nothing was changed. */
export type DosesOutcome =
  | { readonly outcome: 'revoked'; readonly certificates: readonly WithdrawnCertificate[] }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'refused'; readonly dosesInForce: readonly number[] };

/**
 * Revokes the certificates of a beneficiary's doses, all of them or none.
 *
 * @param doses consecutive, up to the latest dose in force; or all there are.
 */
export const revokeDoses = (
  db: Kysely<Tables>,
  query: DosesQuery,
  doses: readonly number[] | 'all',
  order: RevocationOrder,
): Promise<DosesOutcome> =>
  retried(() =>
    db.transaction().execute(async (transaction) => {
      const live = await lockLive(transaction, query);
      if (live.length === 0) return { outcome: 'none' };
      const inForce = [...new Set(live.map(({ dose }) => dose))].sort((a, b) => a - b);
      const wanted = doses === 'all' ? inForce : inForce.filter((dose) => doses.includes(dose));
      const last = inForce.slice(inForce.length - wanted.length);
      if (doses !== 'all') {
        const known = doses.every((dose) => inForce.includes(dose));
        if (!known || last.some((dose, n) => dose !== wanted[n]))
          return { outcome: 'refused', dosesInForce: inForce };
      }
      const ids = live.filter(({ dose }) => wanted.includes(dose)).map((row) => row.certificate_id);
      const shard = shardOf(query.beneficiary);
      const certificates = await withdraw(
        transaction,
        sql`select shard, certificate_id from certificate
          where shard = ${shard} and certificate_id = any(${ids}::text[]) and state = 'issued' for update`,
        order,
      );
      return { outcome: 'revoked', certificates };
    }),
  );

/** The certificates in force, locked. A correction that ends meanwhile brings in another: looked for until none comes. */
async function lockLive(transaction: Transaction<Tables>, query: DosesQuery) {
  let found = await selectLive(transaction, query);
  for (;;) {
    const again = await selectLive(transaction, query);
    const known = new Set(found.map((row) => row.certificate_id));
    if (again.length === found.length && again.every((row) => known.has(row.certificate_id))) return again;
    found = again;
  }
}

function selectLive(transaction: Transaction<Tables>, query: DosesQuery) {
  let select = transaction
    .selectFrom('certificate')
    .select(['certificate_id', 'dose'])
    .where('shard', '=', shardOf(query.beneficiary))
    .where('beneficiary', '=', query.beneficiary)
    .where('certificate_type', 'in', query.certificateTypes)
    .where('disease', '=', query.disease)
    .where('state', '=', 'issued');
  if (query.program !== undefined) select = select.where('program', '=', query.program);
  return select.orderBy('certificate_id').forUpdate().execute();
}
