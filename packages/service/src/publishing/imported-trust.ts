import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import type { Tables } from '../registry/tables.ts';
import { importedKeys, trustedSources } from '../registry/trusted-sources.ts';

/** Imported keys of other issuers at hand: what there is, is asked each time, the keys are read when it changed. */
export interface ImportedTrust {
  keys(): Promise<TrustList>;
}

export function openImportedTrust(db: Kysely<Tables>): ImportedTrust {
  let held: { version: string; keys: TrustList } | undefined;
  return {
    keys: async () => {
      const version = JSON.stringify(await trustedSources(db));
      if (held?.version !== version) held = { version, keys: await importedKeys(db) };
      return held.keys;
    },
  };
}
