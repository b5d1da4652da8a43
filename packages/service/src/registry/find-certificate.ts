import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import type { Kysely } from 'kysely';
import { fromRow, type StoredCertificate } from './stored-certificate.ts';
import type { Tables } from './tables.ts';

/** The certificate of an id, in whatever state; undefined where there is none. The id tells its shard. */
export async function findCertificate(
  db: Kysely<Tables>,
  certificateId: string,
): Promise<StoredCertificate | undefined> {
  const parsed = parseCertificateId(certificateId);
  if (!parsed) return undefined;
  const row = await db
    .selectFrom('certificate')
    .selectAll()
    .where('shard', '=', parsed.shard)
    .where('certificate_id', '=', parsed.id)
    .executeTakeFirst();
  return row && fromRow(row);
}
