import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { unlessDamaged } from './file-fault.ts';
import type { KeptFiles } from './kept-files.ts';
import type { FetchFile } from './published-files.ts';
import type { RefreshOutcome } from './refresh-outcome.ts';
import type { ListDates } from './trust-state.ts';

/** A kind of list that the held issuers vouch for: where it is, and how it is opened. */
export interface ListKind<Head extends ListDates, Content> {
  /** The signed file. */
  readonly file: string;
  /** Verifies the signed file. @throws CredentialError where it is damaged, or not to be trusted. */
  read(jws: string, trust: TrustList): Promise<Head>;
  /**
   * What the list says, with the files that it names: kept ones, and those that are not kept from `fetch`, which are kept then.
   *
   * @throws CredentialError where a file is not the one that the list names, or where it is not kept and there is no `fetch`.
   */
  open(head: Head, fetch?: FetchFile): Promise<Content>;
  /** Drops the kept files that none of the lists names; absent where lists name no files. */
  dropAllBut?(heads: readonly Head[]): Promise<void>;
}

interface Held<Head, Content> {
  readonly head: Head;
  readonly content: Content;
}

/** A list of a kind, as this device holds it. */
export class HeldList<Head extends ListDates, Content> {
  readonly #files: KeptFiles;
  readonly #kind: ListKind<Head, Content>;
  #held: Held<Head, Content> | undefined;

  constructor(files: KeptFiles, kind: ListKind<Head, Content>) {
    this.#files = files;
    this.#kind = kind;
  }

  get head(): Head | undefined {
    return this.#held?.head;
  }

  get content(): Content | undefined {
    return this.#held?.content;
  }

  /**
   * Opens what is kept.
   *
   * @param trust those who vouch for it: without them it is as if it had never been fetched.
   * @returns what takes it into use, be it something or nothing: until then nothing changes.
   * @throws CodeNotLoadedError where the code to verify it with cannot be loaded.
   */
  async open(trust: TrustList): Promise<() => void> {
    const kept = await this.#files.read(this.#kind.file);
    const opened = kept && (await unlessDamaged(this.#opened(kept, trust)));
    return () => {
      this.#held = opened;
    };
  }

  /**
   * Fetches a newer list with the files that it names, and keeps them: all of them, or nothing.
   *
   * @throws CredentialError for a list that is not to be trusted, or a file that is not the one it names; CodeNotLoadedError,
   *   which says nothing of either.
   */
  async refresh(fetch: FetchFile, trust: TrustList): Promise<RefreshOutcome> {
    const outcome = await this.#take(fetch, trust);
    await this.#kind.dropAllBut?.(this.#heldHeads());
    return outcome;
  }

  async #take(fetch: FetchFile, trust: TrustList): Promise<RefreshOutcome> {
    const fetched = await fetch(this.#kind.file);
    if (!fetched) return this.#held ? 'missing' : 'done';
    const head = await this.#read(fetched, trust);
    // An older list that is served again must not bring back what was taken out.
    if (this.#held && Date.parse(head.publishedAt) <= Date.parse(this.#held.head.publishedAt)) return 'done';
    // What earlier attempts left: where lists fail again and again, it must not become more and more.
    await this.#kind.dropAllBut?.([...this.#heldHeads(), head]);
    const content = await this.#kind.open(head, fetch);
    await this.#files.keep(this.#kind.file, fetched);
    this.#held = { head, content };
    return 'done';
  }

  async #opened(file: Uint8Array, trust: TrustList): Promise<Held<Head, Content>> {
    const head = await this.#read(file, trust);
    return { head, content: await this.#kind.open(head) };
  }

  #read(file: Uint8Array, trust: TrustList): Promise<Head> {
    return this.#kind.read(new TextDecoder().decode(file), trust);
  }

  #heldHeads(): readonly Head[] {
    return this.#held ? [this.#held.head] : [];
  }
}
