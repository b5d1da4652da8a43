import { CredentialError } from '@mohar/credential/errors.ts';
import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { KeptFiles } from './kept-files.ts';
import { type KeptTrustList, readKeptTrustList, writeKeptTrustList } from './kept-trust-list.ts';
import type { FetchFile } from './published-files.ts';
import type { RefreshOutcome, TrustState } from './trust-state.ts';

const files = { list: 'trust-list.jws', filter: 'status-filter', delta: 'status-delta' } as const;

interface Held {
  readonly kept: KeptTrustList;
  readonly list: SignedTrustList;
}

/**
 * The issuers and revocations that this device verifies with. They are kept, verified whenever they are loaded, and
 * replaced only by newer ones that the issuers held so far have signed.
 */
export class TrustData {
  readonly #files: KeptFiles;
  readonly #fetch: FetchFile;
  #held: Held | undefined;
  #status: StatusSource | undefined;
  #lastRefresh: RefreshOutcome | undefined;
  #refreshing: Promise<TrustState> | undefined;

  private constructor(files: KeptFiles, fetch: FetchFile) {
    this.#files = files;
    this.#fetch = fetch;
  }

  /** Opens what is kept. What is damaged is left aside, as if it had never been fetched. */
  static async open(kept: KeptFiles, fetch: FetchFile): Promise<TrustData> {
    const data = new TrustData(kept, fetch);
    data.#held = await readKeptTrustList(kept).catch(() => undefined);
    await data.#openKeptStatus();
    return data;
  }

  get trust(): TrustList {
    return this.#held?.list.keys ?? [];
  }

  get status(): readonly StatusSource[] {
    return this.#status ? [this.#status] : [];
  }

  state(): TrustState {
    const { list, kept } = this.#held ?? {};
    const status = this.#status;
    return {
      ...(list && kept
        ? {
            list: {
              issuers: list.issuers,
              publishedAt: list.publishedAt,
              nextPublicationAt: list.nextPublicationAt,
            },
            fetchedAt: kept.fetchedAt,
          }
        : {}),
      ...(status
        ? {
            status: {
              checkedAt: status.checkedAt,
              ...(status.staleAfter === undefined ? {} : { staleAfter: status.staleAfter }),
            },
          }
        : {}),
      ...(this.#lastRefresh ? { lastRefresh: this.#lastRefresh } : {}),
    };
  }

  /**
   * Fetches newer data and keeps them. Never throws: what cannot be fetched, or is not to be trusted, leaves what is
   * held, and the state says so.
   *
   * @param now milliseconds since 1970.
   */
  refresh(now: number): Promise<TrustState> {
    this.#refreshing ??= this.#refresh(now).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh(now: number): Promise<TrustState> {
    try {
      const fetchedAt = new Date(now).toISOString();
      const list = await this.#refreshList(fetchedAt);
      const status = this.#held ? await this.#refreshStatus() : 'done';
      this.#lastRefresh = list === 'done' ? status : list;
    } catch (error) {
      this.#lastRefresh = error instanceof CredentialError ? 'refused' : 'unreachable';
    }
    return this.state();
  }

  async #refreshList(fetchedAt: string): Promise<RefreshOutcome> {
    const fetched = await this.#fetch(files.list);
    if (!fetched) return 'unreachable';
    const jws = new TextDecoder().decode(fetched);
    const anchors = this.#held?.list.keys;
    const list = await readTrustList(jws, anchors);
    // An older list that is served again must not bring back keys that were taken out.
    if (this.#held && Date.parse(list.publishedAt) <= Date.parse(this.#held.list.publishedAt)) {
      this.#held = { list: this.#held.list, kept: { ...this.#held.kept, fetchedAt } };
    } else {
      this.#held = { list, kept: { jws, fetchedAt, ...(anchors ? { anchors } : {}) } };
      // Who signed it may not count any more.
      await this.#openKeptStatus();
    }
    await writeKeptTrustList(this.#files, this.#held.kept);
    return 'done';
  }

  async #openKeptStatus(): Promise<void> {
    const [filter, delta] = await Promise.all([
      this.#files.read(files.filter),
      this.#files.read(files.delta),
    ]);
    this.#status = filter && (await openStatusFilter(filter, delta, this.trust).catch(() => undefined));
  }

  async #refreshStatus(): Promise<RefreshOutcome> {
    const [filter, delta] = await Promise.all([this.#fetch(files.filter), this.#fetch(files.delta)]);
    if (!filter) return 'done';
    const fresh = await openStatusFilter(filter, delta, this.trust);
    if (this.#status && Date.parse(fresh.checkedAt) < Date.parse(this.#status.checkedAt)) return 'done';
    this.#status = fresh;
    await this.#files.keep(files.filter, filter);
    await (delta ? this.#files.keep(files.delta, delta) : this.#files.drop(files.delta));
    return 'done';
  }
}
