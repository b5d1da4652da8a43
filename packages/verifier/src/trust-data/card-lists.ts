import { MalformedListError } from '@mohar/credential/errors.ts';
import {
  type CardRevocationsHead,
  openCardList,
  packedRidsName,
  readCardRevocations,
} from '@mohar/credential/status/published-card-revocations.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { ListKind } from './held-list.ts';
import type { KeptFiles } from './kept-files.ts';
import type { FetchFile } from './published-files.ts';

const folder = 'card-revocations';

/** Lists of revoked SMART Health Cards of other issuers: a signed head, and a file for each list, named by its SHA-256. */
export function cardListsIn(files: KeptFiles): ListKind<CardRevocationsHead, readonly StatusSource[]> {
  /** One that is kept whole is not fetched again: it never changes. */
  async function read(sha256: string, fetch: FetchFile | undefined): Promise<Uint8Array> {
    const name = `${folder}/${sha256}`;
    const kept = await files.read(name);
    if (kept && packedRidsName(kept) === sha256) return kept;
    if (!fetch) throw new MalformedListError('A kept list is damaged, or not there.');
    const fetched = await fetch(name);
    if (!fetched) throw new Error('A list that the head names is not there.');
    if (packedRidsName(fetched) === sha256) await files.keep(name, fetched);
    return fetched;
  }

  return {
    file: 'card-revocations.jws',
    read: readCardRevocations,
    async open({ lists }, fetch) {
      const sources: StatusSource[] = [];
      for (const list of lists) sources.push(openCardList(list, await read(list.sha256, fetch)));
      return sources;
    },
    async dropAllBut(heads) {
      const named = new Set(heads.flatMap(({ lists }) => lists.map(({ sha256 }) => `${folder}/${sha256}`)));
      for (const name of await files.namesIn(folder)) {
        if (!named.has(name)) await files.drop(name);
      }
    },
  };
}
