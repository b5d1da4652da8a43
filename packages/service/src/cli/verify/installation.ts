import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextMap } from '@mohar/credential/credential/contexts/bundled.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Config } from '../../config.ts';
import type { CountryPack } from '../../country/pack.ts';
import { openDatabase } from '../../database/open-database.ts';
import { contextsOf, createIssuer } from '../../issuing/issuer.ts';
import { keysDirectory } from '../../issuing/open-issuer.ts';
import { packNamed } from '../../pack-named.ts';
import { readImportedTrust } from '../../publishing/imported-trust.ts';
import { findRevocation } from '../../registry/revocation/find-revocation.ts';
import { importKey, listKeys } from '../../signing/key-store.ts';
import { joined } from './given-keys.ts';
import { registryTrust } from './registry-trust.ts';

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
 * What of an installation is to be used: all; its keys, and nothing of what is revoked, as a verifier without a network has
 * it; or what needs no registry.
 */
export type InstallationPart = 'all' | 'keys' | 'files';

/**
 * Opens what there is of this installation.
 *
 * @param warn told where there is a registry that cannot be read, or not all of it.
 */
export async function openInstallation(
  config: Config,
  part: InstallationPart,
  warn: (message: string) => void,
): Promise<Installation> {
  const pack = packNamed(config.country);
  const contexts = contextsOf(pack);
  const inFiles: TrustList = keysInFiles(config).flatMap((key) => createIssuer(pack, key, config).trust);
  const registry =
    part === 'files'
      ? undefined
      : await openRegistry(config, pack, warn).catch((error: Error) => {
          warn(
            `The registry cannot be read, so its keys do not count, and status is not checked: ${error.message}`,
          );
          return undefined;
        });
  if (!registry) return { trust: inFiles, imported: [], contexts, status: [], close: async () => {} };
  const { db, close, trust, imported } = registry;
  const status: StatusSource[] = [
    {
      issuer: pack.issuer.did,
      checkedAt: new Date().toISOString(),
      lookUp: ({ certificateId }) =>
        certificateId === undefined ? { state: 'unknown' } : findRevocation(db, certificateId),
    },
    ...imported.status,
  ];
  return {
    trust: joined(trust, inFiles),
    imported: imported.keys,
    contexts,
    status: part === 'all' ? status : [],
    close,
  };
}

function keysInFiles({ dataDirectory, signingKey }: Config) {
  const kept = listKeys(keysDirectory(dataDirectory));
  return signingKey && 'pem' in signingKey
    ? [...kept, importKey(signingKey.pem.replaceAll('\\n', '\n'), 'MOHAR_SIGNING_KEY')]
    : kept;
}

/** The registry and whom it trusts; undefined where there is none. Rejects where it cannot be read. */
async function openRegistry(
  { database: location, production }: Config,
  pack: CountryPack,
  warn: (message: string) => void,
) {
  if ('dataDirectory' in location && !hasRegistry(location.dataDirectory)) return undefined;
  const { db, close } = await openDatabase(location, 2, { join: true });
  try {
    const trust = await registryTrust(db, pack, production);
    const imported = await readImportedTrust(db).catch((error: Error) => {
      warn(`What was imported of other issuers cannot be read, and does not count: ${error.message}`);
      return { keys: [], status: [] };
    });
    return { db, close, trust, imported };
  } catch (error) {
    await close();
    throw error;
  }
}

const hasRegistry = (dataDirectory: string) =>
  ['postgres', 'postgres.location'].some((name) => existsSync(join(dataDirectory, name)));
