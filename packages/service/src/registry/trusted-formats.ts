import type { DocumentUse, HcertCertificate } from '@mohar/credential/trust/trust-list.ts';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * To which health certificates the signers of each source are limited, by the source's name: an import limits all of a
 * list's signers alike. Sources without such a limit, and those of other documents, are absent.
 */
export async function trustedFormats(
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly HcertCertificate[]>> {
  const rows = await db
    .selectFrom('trusted_source')
    .select([
      'name',
      sql<DocumentUse | null>`jsonb_path_query_first(keys, '$[*].document ? (@.format == "hcert")')`.as(
        'signer',
      ),
    ])
    .execute();
  return new Map(
    rows.flatMap(({ name, signer }) =>
      signer?.format === 'hcert' && signer.certificates ? [[name, signer.certificates]] : [],
    ),
  );
}
