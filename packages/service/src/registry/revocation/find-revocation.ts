import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { Revocation } from '@mohar/credential/status/status-source.ts';
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** What the registry knows of a certificate id; `unknown`: it never issued one of that id. */
export type RegistryStatus =
  | { readonly state: 'unknown' | 'in-force' }
  | ({ readonly state: 'revoked' } & Required<Revocation>);

/** Whether the certificate of an id is in force, as of now. */
export async function findRevocation(db: Kysely<Tables>, certificateId: string): Promise<RegistryStatus> {
  const parsed = parseCertificateId(certificateId);
  if (!parsed) return { state: 'unknown' };
  const row = await db
    .selectFrom('certificate')
    .leftJoin('revocation', (join) =>
      join
        .onRef('revocation.shard', '=', 'certificate.shard')
        .onRef('revocation.certificate_id', '=', 'certificate.certificate_id'),
    )
    .select(['certificate.state', 'revocation.reason', 'revocation.revoked_at'])
    .where('certificate.shard', '=', parsed.shard)
    .where('certificate.certificate_id', '=', parsed.id)
    .executeTakeFirst();
  if (!row) return { state: 'unknown' };
  if (row.state === 'issued' || !row.reason || !row.revoked_at) return { state: 'in-force' };
  return { state: 'revoked', reason: row.reason, revokedAt: row.revoked_at.toISOString() };
}
