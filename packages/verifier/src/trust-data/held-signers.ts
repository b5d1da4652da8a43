import { readDocumentTrustList, type SignedTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { KeptFiles } from './kept-files.ts';
import type { FetchFile } from './published-files.ts';
import type { RefreshOutcome } from './refresh-outcome.ts';

const file = 'document-trust-list.jws';

/** Other countries' signers of documents, as this device holds them. */
export class HeldSigners {
  readonly #files: KeptFiles;
  #list: SignedTrustList | undefined;

  constructor(files: KeptFiles) {
    this.#files = files;
  }

  get list(): SignedTrustList | undefined {
    return this.#list;
  }

  /** Opens what is kept. @param trust those who vouch for it: without them it is as if it had never been fetched. */
  async open(trust: TrustList): Promise<void> {
    const kept = await this.#files.read(file);
    this.#list = kept && (await read(kept, trust).catch(() => undefined));
  }

  /** Fetches a newer one and keeps it. @throws CredentialError for one that is not to be trusted. */
  async refresh(fetch: FetchFile, trust: TrustList): Promise<RefreshOutcome> {
    const fetched = await fetch(file);
    if (!fetched) return this.#list ? 'missing' : 'done';
    const fresh = await read(fetched, trust);
    const held = this.#list?.publishedAt;
    // An older list that is served again must not bring back keys that were taken out.
    if (held !== undefined && Date.parse(fresh.publishedAt) < Date.parse(held)) return 'done';
    this.#list = fresh;
    await this.#files.keep(file, fetched);
    return 'done';
  }
}

const read = (bytes: Uint8Array, trust: TrustList): Promise<SignedTrustList> =>
  readDocumentTrustList(new TextDecoder().decode(bytes), trust);
