import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundledContexts, type ContextMap } from '@mohar/credential/credential/contexts/bundled.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Config } from '../../config.ts';
import { openDatabase } from '../../database/open-database.ts';
import { createIssuer } from '../../issuing/issuer.ts';
import { keysDirectory } from '../../issuing/open-issuer.ts';
import { packNamed } from '../../pack-named.ts';
import { readImportedTrust } from '../../publishing/imported-trust.ts';
import { findPublishedFile } from '../../registry/publication/published-files.ts';
import { findRevocation } from '../../registry/revocation/find-revocation.ts';
import { importKey, listKeys } from '../../signing/key-store.ts';
import { joined } from './given-keys.ts';

/**
 * What this installation knows: its keys, and, where it has a registry, which of its certificates are revoked, and which
 * cards of others by the lists that were imported.
 */
export interface Installation {
  readonly trust: TrustList;
  /** Keys of other issuers that were imported (`mohar trust import`), where it has a registry. */
  readonly imported: TrustList;
  readonly contexts: ContextMap;
  readonly status: readonly StatusSource[];
  close(): Promise<void>;
}

/**
 * Opens what there is of this installation.
 *
 * @param warn told where there is a registry that cannot be asked.
 */
export async function openInstallation(
  config: Config,
  offline: boolean,
  warn: (message: string) => void,
): Promise<Installation> {
  const pack = packNamed(config.country);
  const contexts = new Map(bundledContexts);
  for (const entity of pack.entityTypes.values()) contexts.set(entity.contextUrl, entity.context);
  const inFiles: TrustList = keysInFiles(config).flatMap((key) => createIssuer(pack, key, config).trust);
  const registry = offline ? undefined : await openRegistry(config, warn);
  if (!registry) return { trust: inFiles, imported: [], contexts, status: [], close: async () => {} };

  const published = await findPublishedFile(registry.db, 'trust-list').catch(() => undefined);
  const { keys } = published ? await readTrustList(published.content.toString()) : { keys: [] };
  const imported = await readImportedTrust(registry.db).catch(() => ({ keys: [], status: [] }));
  return {
    trust: joined(keys, inFiles),
    imported: imported.keys,
    contexts,
    status: [
      {
        issuer: pack.issuer.did,
        checkedAt: new Date().toISOString(),
        lookUp: ({ certificateId }) =>
          certificateId === undefined ? { state: 'unknown' } : findRevocation(registry.db, certificateId),
      },
      ...imported.status,
    ],
    close: registry.close,
  };
}

function keysInFiles({ dataDirectory, signingKey }: Config) {
  const kept = listKeys(keysDirectory(dataDirectory));
  return signingKey && 'pem' in signingKey
    ? [...kept, importKey(signingKey.pem.replaceAll('\\n', '\n'), 'MOHAR_SIGNING_KEY')]
    : kept;
}

async function openRegistry({ database }: Config, warn: (message: string) => void) {
  if ('dataDirectory' in database && !hasRegistry(database.dataDirectory)) return undefined;
  try {
    return await openDatabase(database, 2, { join: true });
  } catch (error) {
    warn(`The registry cannot be asked, so status is not checked: ${(error as Error).message}`);
    return undefined;
  }
}

const hasRegistry = (dataDirectory: string) =>
  ['postgres', 'postgres.location'].some((name) => existsSync(join(dataDirectory, name)));
