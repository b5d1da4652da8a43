import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import type { RevocationOrder } from './revocation-query.ts';

/** A certificate that is no longer in force. */
export interface WithdrawnCertificate {
  readonly certificateId: string;
  readonly dose: number;
}

/**
 * Withdraws certificates: state, entry in the revocation log and in the audit trail, in one statement. What is not in
 * force (any more) is passed over.
 *
 * @param targets a query of `shard, certificate_id` in the state `issued`, locked for update.
 */
export async function withdraw(
  transaction: Transaction<Tables>,
  targets: RawBuilder<unknown>,
  { reason, note, at, caller }: RevocationOrder,
): Promise<WithdrawnCertificate[]> {
  const { rows } = await sql<{ certificate_id: string; dose: number }>`
    with target as (${targets}),
    withdrawn as (
      update certificate set state = 'revoked', state_at = ${at}, state_reason = ${reason}
      from target
      where certificate.shard = target.shard and certificate.certificate_id = target.certificate_id
        and certificate.state = 'issued'
      returning certificate.shard, certificate.certificate_id, dose, status_list, status_index
    ),
    logged as (
      insert into revocation (shard, certificate_id, revoked_at, reason, note, status_list, status_index)
      select shard, certificate_id, ${at}, ${reason}, ${note}, status_list, status_index from withdrawn
    ),
    audited as (
      insert into audit_entry (action, shard, certificate_id, caller, detail)
      select 'revoke', shard, certificate_id, ${caller}, ${reason} from withdrawn
    )
    select certificate_id, dose from withdrawn order by dose, certificate_id`.execute(transaction);
  return rows.map(({ certificate_id, dose }) => ({ certificateId: certificate_id, dose }));
}
