import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Somebody fetched a certificate. */
export interface Access {
  readonly shard: number;
  readonly certificateId: string;
  readonly caller: string;
  readonly detail: 'json' | 'pdf' | 'qr' | 'head';
}

/** Writes an access into the audit trail. */
export async function recordAccess(
  db: Kysely<Tables>,
  { shard, certificateId, caller, detail }: Access,
): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({ action: 'fetch', shard, certificate_id: certificateId, caller, detail })
    .execute();
}
