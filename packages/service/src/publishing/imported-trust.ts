import { openCardList } from '@mohar/credential/status/published-card-revocations.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import { cardLists } from '../registry/card-lists.ts';
import type { Tables } from '../registry/tables.ts';
import { importedKeys, trustedSources } from '../registry/trusted-sources.ts';
import { publishedCardList } from './card-revocations.ts';

/** What was imported of other issuers. */
export interface ImportedTrustData {
  readonly keys: TrustList;
  /** Their card revocation lists. */
  readonly status: readonly StatusSource[];
}

/** The same at hand: what there is, is asked each time, keys and lists are read when it changed. */
export interface ImportedTrust {
  current(): Promise<ImportedTrustData>;
}

export function openImportedTrust(db: Kysely<Tables>): ImportedTrust {
  let held: { version: string; data: ImportedTrustData } | undefined;
  return {
    current: async () => {
      const version = JSON.stringify(await trustedSources(db));
      if (held?.version !== version) held = { version, data: await readImportedTrust(db) };
      return held.data;
    },
  };
}

/** Reads it once. */
export const readImportedTrust = async (db: Kysely<Tables>): Promise<ImportedTrustData> => ({
  keys: await importedKeys(db),
  status: (await cardLists(db)).map(({ packed, ...list }) => openCardList(publishedCardList(list), packed)),
});
