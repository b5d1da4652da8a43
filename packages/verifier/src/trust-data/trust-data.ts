import type { CardRevocationsHead } from '@mohar/credential/status/published-card-revocations.ts';
import { openStatusFilter } from '@mohar/credential/status/published-filter.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import { readTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { cardListsIn } from './card-lists.ts';
import { documentSigners } from './document-signers.ts';
import { unlessDamaged } from './file-fault.ts';
import { HeldList } from './held-list.ts';
import type { KeptFiles } from './kept-files.ts';
import { type KeptTrustList, readKeptTrustList, writeKeptTrustList } from './kept-trust-list.ts';
import type { FetchFile } from './published-files.ts';
import { gravest, outcomeOf, type RefreshOutcome } from './refresh-outcome.ts';
import type { ListDates, TrustState } from './trust-state.ts';

const files = {
  list: 'trust-list.jws',
  filter: 'status-filter',
  delta: 'status-delta',
} as const;

interface Held {
  readonly kept: KeptTrustList;
  readonly list: SignedTrustList;
}

/**
 * What is fetched, one after the other: the country's own issuers and revocations; others' signers of documents; their
 * revoked health cards. Own certificates never wait for what is large and of no use to them.
 */
export const refreshStages = ['own', 'signers', 'card-lists'] as const;
export type RefreshStage = (typeof refreshStages)[number];

/**
 * The issuers and revocations that this device verifies with. They are kept, verified whenever they are loaded, and
 * replaced only by newer ones that the issuers held so far have signed.
 */
export class TrustData {
  readonly #files: KeptFiles;
  readonly #fetch: FetchFile;
  readonly #signers: HeldList<SignedTrustList, TrustList>;
  readonly #cardLists: HeldList<CardRevocationsHead, readonly StatusSource[]>;
  readonly #stages = new Map<RefreshStage, Promise<RefreshOutcome>>();
  #held: Held | undefined;
  #status: StatusSource | undefined;
  #lastRefresh: RefreshOutcome | undefined;
  #refreshing: Promise<TrustState> | undefined;
  #revision = 0;

  private constructor(files: KeptFiles, fetch: FetchFile) {
    this.#files = files;
    this.#fetch = fetch;
    this.#signers = new HeldList(files, documentSigners);
    this.#cardLists = new HeldList(files, cardListsIn(files));
  }

  /**
   * Opens what is kept. What is damaged is left aside, as if it had never been fetched.
   *
   * @throws CodeNotLoadedError where the code to verify it with cannot be loaded: with less than what is held, certificates
   *   would be misjudged, and without the first list anybody's would be taken for it.
   */
  static async open(kept: KeptFiles, fetch: FetchFile): Promise<TrustData> {
    const data = new TrustData(kept, fetch);
    data.#held = await readKeptTrustList(kept);
    const use = await data.#openVouchedFor(data.#ownTrust);
    use();
    return data;
  }

  get trust(): TrustList {
    return [...this.#ownTrust, ...(this.#signers.content ?? [])];
  }

  /** Those who vouch for the other files. */
  get #ownTrust(): TrustList {
    return this.#held?.list.keys ?? [];
  }

  get status(): readonly StatusSource[] {
    return [...(this.#status ? [this.#status] : []), ...(this.#cardLists.content ?? [])];
  }

  /** Another number whenever something else may be said of a certificate. */
  get revision(): number {
    return this.#revision;
  }

  state(): TrustState {
    const { list, kept } = this.#held ?? {};
    const signers = this.#signers.head;
    const cardLists = this.#cardLists.head;
    const status = this.#status;
    return {
      ...(list && kept
        ? {
            list: { issuers: [...list.issuers, ...(signers?.issuers ?? [])], ...datesOf(list) },
            fetchedAt: kept.fetchedAt,
          }
        : {}),
      ...(signers ? { signers: datesOf(signers) } : {}),
      ...(cardLists ? { cardLists: datesOf(cardLists) } : {}),
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
   * Waits for a stage of a refresh, where one is under way, but not for long. What came of it says the revision.
   *
   * @param limit milliseconds.
   */
  async refreshed(stage: RefreshStage, limit: number): Promise<void> {
    const underWay = this.#stages.get(stage);
    if (!underWay) return;
    const tooLong = new Promise<void>((resolve) => {
      setTimeout(resolve, limit);
    });
    await Promise.race([underWay, tooLong]);
  }

  async #refresh(now: number): Promise<TrustState> {
    const list = this.#refreshList(new Date(now).toISOString());
    /** What the list vouches for: nothing without one, or where it cannot be fetched. */
    const vouchedFor = (work: () => Promise<RefreshOutcome>) =>
      outcomeOf(list.then(() => (this.#held ? work() : 'done')));
    const own = outcomeOf(
      list.then(async (outcome) => gravest([outcome, await vouchedFor(() => this.#refreshStatus())])),
    );
    const signers = own.then(() => vouchedFor(() => this.#signers.refresh(this.#fetch, this.#ownTrust)));
    const cardLists = signers.then(() =>
      vouchedFor(() => this.#cardLists.refresh(this.#fetch, this.#ownTrust)),
    );
    const outcomes = await Promise.all([
      this.#stage('own', own),
      this.#stage('signers', signers),
      this.#stage('card-lists', cardLists),
    ]);
    this.#lastRefresh = gravest(outcomes);
    return this.state();
  }

  #stage(stage: RefreshStage, work: Promise<RefreshOutcome>): Promise<RefreshOutcome> {
    const ended = work.then((outcome) => {
      this.#revision += 1;
      this.#stages.delete(stage);
      return outcome;
    });
    this.#stages.set(stage, ended);
    return ended;
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
      // Who signed what is kept may not count any more. Before that is known, nothing changes.
      const use = await this.#openVouchedFor(list.keys);
      this.#held = { list, kept: { jws, fetchedAt, ...(anchors ? { anchors } : {}) } };
      use();
    }
    await writeKeptTrustList(this.#files, this.#held.kept);
    return 'done';
  }

  /**
   * Opens the kept files that the issuers vouch for.
   *
   * @returns what takes them into use, all at once. Errors as {@link TrustData.open}.
   */
  async #openVouchedFor(trust: TrustList): Promise<() => void> {
    const [status, useSigners, useCardLists] = await Promise.all([
      this.#openKeptStatus(trust),
      this.#signers.open(trust),
      this.#cardLists.open(trust),
    ]);
    return () => {
      this.#status = status;
      useSigners();
      useCardLists();
      this.#revision += 1;
    };
  }

  async #openKeptStatus(trust: TrustList): Promise<StatusSource | undefined> {
    const [filter, delta] = await Promise.all([
      this.#files.read(files.filter),
      this.#files.read(files.delta),
    ]);
    return filter && unlessDamaged(openStatusFilter(filter, delta, trust));
  }

  async #refreshStatus(): Promise<RefreshOutcome> {
    const [filter, delta] = await Promise.all([this.#fetch(files.filter), this.#fetch(files.delta)]);
    if (!filter) return this.#status ? 'missing' : 'done';
    const fresh = await openStatusFilter(filter, delta, this.#ownTrust);
    if (this.#status && Date.parse(fresh.checkedAt) < Date.parse(this.#status.checkedAt)) return 'done';
    this.#status = fresh;
    await this.#files.keep(files.filter, filter);
    await (delta ? this.#files.keep(files.delta, delta) : this.#files.drop(files.delta));
    return 'done';
  }
}

const datesOf = ({ publishedAt, nextPublicationAt }: ListDates): ListDates => ({
  publishedAt,
  nextPublicationAt,
});
