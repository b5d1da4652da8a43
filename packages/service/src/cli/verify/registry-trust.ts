import { keysOfIssuers, readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../../country/pack.ts';
import { documentTrust } from '../../keys/documents/document-trust.ts';
import { mayUse } from '../../keys/documents/trial-key.ts';
import { signingTrust } from '../../keys/signing-trust.ts';
import { documentKeys } from '../../registry/document-keys.ts';
import { findPublishedFile } from '../../registry/publication/published-files.ts';
import { signingKeys } from '../../registry/signing-keys.ts';
import type { Tables } from '../../registry/tables.ts';
import { joined } from './given-keys.ts';

/**
 * Whose signatures count by the registry: the keys that it has now, as `POST /verify` sees them, then what was published
 * last, which lags behind.
 *
 * @param production keys for trying out do not count then.
 */
export async function registryTrust(
  db: Kysely<Tables>,
  pack: CountryPack,
  production: boolean,
): Promise<TrustList> {
  const all = await documentKeys(db);
  const now = [
    ...signingTrust(await signingKeys(db), pack),
    ...documentTrust(
      all.filter((key) => mayUse(key, production)),
      pack,
    ),
    ...keysOfIssuers(pack.trustedIssuers),
  ];
  const published = await findPublishedFile(db, 'trust-list');
  if (!published) return now;
  const { keys } = await readTrustList(published.content.toString());
  // It may have been published before the installation went into production.
  const unusable = all.filter((key) => !mayUse(key, production));
  const passedOver = new Set(
    documentTrust(unusable, pack).map(({ verificationMethod }) => verificationMethod),
  );
  return joined(
    now,
    keys.filter(({ verificationMethod }) => !passedOver.has(verificationMethod)),
  );
}
