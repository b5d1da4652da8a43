import { CredentialError } from '@mohar/credential/errors.ts';
import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import {
  readDocumentTrustList,
  readTrustList,
  type SignedTrustList,
} from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { KeptFiles } from './kept-files.ts';
import { type KeptTrustList, readKeptTrustList, writeKeptTrustList } from './kept-trust-list.ts';
import type { FetchFile } from './published-files.ts';
import type { RefreshOutcome, TrustState } from './trust-state.ts';

const files = {
  list: 'trust-list.jws',
  documents: 'document-trust-list.jws',
  filter: 'status-filter',
  delta: 'status-delta',
} as const;

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
  /** Other countries' signers of documents. */
  #documents: SignedTrustList | undefined;
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
    await Promise.all([data.#openKeptDocuments(), data.#openKeptStatus()]);
    return data;
  }

  get trust(): TrustList {
    return [...this.#ownTrust, ...(this.#documents?.keys ?? [])];
  }

  /** Those who vouch for the other files. */
  get #ownTrust(): TrustList {
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
              issuers: [...list.issuers, ...(this.#documents?.issuers ?? [])],
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

  /**
   * Waits for a refresh that is under way, but not for long.
   *
   * @param limit milliseconds.
   * @returns whether there was one, and it ended.
   */
  async refreshed(limit: number): Promise<boolean> {
    if (!this.#refreshing) return false;
    const tooLong = new Promise<false>((resolve) => {
      setTimeout(resolve, limit, false);
    });
    return Promise.race([this.#refreshing.then(() => true), tooLong]);
  }

  async #refresh(now: number): Promise<TrustState> {
    try {
      const fetchedAt = new Date(now).toISOString();
      const list = await this.#refreshList(fetchedAt);
      // Neither waits for the other: revocations arrive where the list of signers is refused.
      const others = this.#held
        ? await Promise.all([this.#refreshStatus(), this.#refreshDocuments()].map(outcomeOf))
        : [];
      this.#lastRefresh = [list, ...others].find((outcome) => outcome !== 'done') ?? 'done';
    } catch (error) {
      this.#lastRefresh = outcomeOfError(error);
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
      await Promise.all([this.#openKeptDocuments(), this.#openKeptStatus()]);
    }
    await writeKeptTrustList(this.#files, this.#held.kept);
    return 'done';
  }

  async #openKeptDocuments(): Promise<void> {
    const file = await this.#files.read(files.documents);
    this.#documents = file && (await this.#readDocuments(file).catch(() => undefined));
  }

  #readDocuments(file: Uint8Array): Promise<SignedTrustList> {
    return readDocumentTrustList(new TextDecoder().decode(file), this.#ownTrust);
  }

  async #refreshDocuments(): Promise<void> {
    const file = await this.#fetch(files.documents);
    if (!file) return;
    const fresh = await this.#readDocuments(file);
    const held = this.#documents?.publishedAt;
    // As with the first list: an older one does not bring back what was taken out.
    if (held !== undefined && Date.parse(fresh.publishedAt) < Date.parse(held)) return;
    this.#documents = fresh;
    await this.#files.keep(files.documents, file);
  }

  async #openKeptStatus(): Promise<void> {
    const [filter, delta] = await Promise.all([
      this.#files.read(files.filter),
      this.#files.read(files.delta),
    ]);
    this.#status = filter && (await openStatusFilter(filter, delta, this.#ownTrust).catch(() => undefined));
  }

  async #refreshStatus(): Promise<void> {
    const [filter, delta] = await Promise.all([this.#fetch(files.filter), this.#fetch(files.delta)]);
    if (!filter) return;
    const fresh = await openStatusFilter(filter, delta, this.#ownTrust);
    if (this.#status && Date.parse(fresh.checkedAt) < Date.parse(this.#status.checkedAt)) return;
    this.#status = fresh;
    await this.#files.keep(files.filter, filter);
    await (delta ? this.#files.keep(files.delta, delta) : this.#files.drop(files.delta));
  }
}

const outcomeOf = (work: Promise<void>): Promise<RefreshOutcome> => work.then(() => 'done', outcomeOfError);

const outcomeOfError = (error: unknown): RefreshOutcome =>
  error instanceof CredentialError ? 'refused' : 'unreachable';
