import {
  type CardRevocationsHead,
  openCardList,
  type PublishedCardList,
  packedRidsName,
  readCardRevocations,
} from '@mohar/credential/status/published-card-revocations.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { KeptFiles } from './kept-files.ts';
import type { FetchFile } from './published-files.ts';
import type { RefreshOutcome } from './refresh-outcome.ts';

const file = 'card-revocations.jws';
const partOf = (sha256: string) => `card-revocations/${sha256}`;

interface Held {
  readonly head: CardRevocationsHead;
  readonly sources: readonly StatusSource[];
}

/** Lists of revoked SMART Health Cards of other issuers, as this device holds them: a signed head, and a file for each list. */
export class HeldCardLists {
  readonly #files: KeptFiles;
  #held: Held | undefined;

  constructor(files: KeptFiles) {
    this.#files = files;
  }

  get head(): CardRevocationsHead | undefined {
    return this.#held?.head;
  }

  get sources(): readonly StatusSource[] {
    return this.#held?.sources ?? [];
  }

  /** Opens what is kept. @param trust those who vouch for it: without them it is as if it had never been fetched. */
  async open(trust: TrustList): Promise<void> {
    const kept = await this.#files.read(file);
    this.#held =
      kept &&
      (await headOf(kept, trust)
        .then(async (head) => ({ head, sources: await this.#opened(head, (name) => this.#files.read(name)) }))
        .catch(() => undefined));
  }

  /**
   * Fetches a newer head and the lists that changed, and keeps them: all of them, or nothing.
   *
   * @throws CredentialError for a head that is not to be trusted, or a list that is not the one it names.
   */
  async refresh(fetch: FetchFile, trust: TrustList): Promise<RefreshOutcome> {
    const fetched = await fetch(file);
    if (!fetched) return this.#held ? 'missing' : 'done';
    const head = await headOf(fetched, trust);
    const held = this.#held?.head;
    if (held && Date.parse(head.publishedAt) <= Date.parse(held.publishedAt)) return 'done';
    const sources = await this.#opened(head, async (name, { sha256 }) => {
      const kept = await this.#files.read(name);
      if (kept && packedRidsName(kept) === sha256) return kept;
      const part = await fetch(name);
      if (part && packedRidsName(part) === sha256) await this.#files.keep(name, part);
      return part;
    });
    await this.#files.keep(file, fetched);
    this.#held = { head, sources };
    const named = new Set(head.lists.map(({ sha256 }) => sha256));
    for (const { sha256 } of held?.lists ?? []) {
      if (!named.has(sha256)) await this.#files.drop(partOf(sha256));
    }
    return 'done';
  }

  async #opened(
    { lists }: CardRevocationsHead,
    read: (name: string, list: PublishedCardList) => Promise<Uint8Array | undefined>,
  ): Promise<StatusSource[]> {
    const sources: StatusSource[] = [];
    for (const list of lists) {
      const part = await read(partOf(list.sha256), list);
      if (!part) throw new Error('A list that the head names is not there.');
      sources.push(openCardList(list, part));
    }
    return sources;
  }
}

const headOf = (bytes: Uint8Array, trust: TrustList): Promise<CardRevocationsHead> =>
  readCardRevocations(new TextDecoder().decode(bytes), trust);
