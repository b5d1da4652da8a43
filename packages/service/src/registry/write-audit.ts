import type { Kysely } from 'kysely';
import type { AuditAction, Tables } from './tables.ts';

/** Writes what happened to certificates into the audit trail: an entry for each. */
export async function writeAudit(
  db: Kysely<Tables>,
  action: AuditAction,
  caller: string,
  certificates: readonly {
    readonly shard: number;
    readonly certificateId: string;
    readonly detail?: string;
  }[],
): Promise<void> {
  if (certificates.length === 0) return;
  await db
    .insertInto('audit_entry')
    .values(
      certificates.map(({ shard, certificateId, detail = '' }) => ({
        action,
        shard,
        certificate_id: certificateId,
        caller,
        detail,
      })),
    )
    .execute();
}
