import type { RevocationReason } from '@mohar/credential/status/status-source.ts';
import type { Kysely } from 'kysely';
import type { AuditAction, CertificateState, Tables } from '../tables.ts';

/** One certificate of a chain of corrections. */
export interface CertificateStep {
  readonly certificateId: string;
  readonly state: CertificateState;
  readonly issuedAt: Date;
  readonly supersededBy?: string;
  readonly revocation?: { readonly at: Date; readonly reason: RevocationReason; readonly note: string };
  /** What happened to it, oldest first. */
  readonly trail: readonly {
    readonly at: Date;
    readonly action: AuditAction;
    readonly caller: string;
    readonly detail: string;
  }[];
}

/** The chain of corrections that a certificate belongs to, oldest first: all certificates of its event. */
export async function certificateHistory(
  db: Kysely<Tables>,
  { shard, certificateId }: { readonly shard: number; readonly certificateId: string },
): Promise<CertificateStep[]> {
  const chain = await db
    .selectFrom('certificate as asked')
    .innerJoin('certificate as one', (join) =>
      join
        .onRef('one.shard', '=', 'asked.shard')
        .onRef('one.beneficiary', '=', 'asked.beneficiary')
        .onRef('one.event_key', '=', 'asked.event_key'),
    )
    .leftJoin('revocation', (join) =>
      join
        .onRef('revocation.shard', '=', 'one.shard')
        .onRef('revocation.certificate_id', '=', 'one.certificate_id'),
    )
    .select([
      'one.certificate_id',
      'one.state',
      'one.issued_at',
      'one.superseded_by',
      'revocation.revoked_at',
      'revocation.reason',
      'revocation.note',
    ])
    .where('asked.shard', '=', shard)
    .where('asked.certificate_id', '=', certificateId)
    .orderBy('one.issued_at')
    .orderBy('one.certificate_id')
    .execute();
  if (chain.length === 0) return [];
  const entries = await db
    .selectFrom('audit_entry')
    .select(['certificate_id', 'at', 'action', 'caller', 'detail'])
    .where('shard', '=', shard)
    .where(
      'certificate_id',
      'in',
      chain.map((row) => row.certificate_id),
    )
    .orderBy('id')
    .execute();
  return chain.map((row) => ({
    certificateId: row.certificate_id,
    state: row.state,
    issuedAt: row.issued_at,
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    ...(row.revoked_at && row.reason
      ? { revocation: { at: row.revoked_at, reason: row.reason, note: row.note ?? '' } }
      : {}),
    trail: entries
      .filter((entry) => entry.certificate_id === row.certificate_id)
      .map(({ at, action, caller, detail }) => ({ at, action, caller, detail })),
  }));
}
