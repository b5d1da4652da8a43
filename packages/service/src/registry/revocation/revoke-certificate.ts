import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { RevocationOrder } from './revocation-query.ts';
import { withdraw } from './withdraw.ts';

/** Revokes the certificate of an id. Returns false where it is not in force. */
export async function revokeCertificate(
  db: Kysely<Tables>,
  { shard, certificateId }: { readonly shard: number; readonly certificateId: string },
  order: RevocationOrder,
): Promise<boolean> {
  const withdrawn = await db.transaction().execute((transaction) =>
    withdraw(
      transaction,
      sql`select shard, certificate_id from certificate
        where shard = ${shard} and certificate_id = ${certificateId} and state = 'issued' for update`,
      order,
    ),
  );
  return withdrawn.length > 0;
}
