import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import type { CardList } from '../registry/card-lists.ts';

/** What was found in a published list of other issuers' keys. */
export interface ImportedList {
  readonly keys: readonly TrustedKey[];
  /** Entries that are not trusted. */
  readonly rejected: readonly Rejection[];
  /** Of issuers of SMART Health Cards. */
  readonly revocations?: ImportedRevocations;
}

/** Card revocation lists that came with the keys of SMART Health Cards, or alone. */
export interface ImportedRevocations {
  readonly lists: readonly CardList[];
  /** URLs of lists that the keys announce, and that did not come with them, or only in an older version. */
  readonly missing: readonly string[];
}

/** An entry of a list that is not trusted: which one, and why, in words. */
export interface Rejection {
  readonly what: string;
  readonly why: string;
}

/** A file is not a list of the kind that was named. */
export class TrustImportError extends Error {
  readonly code = 'TRUST_IMPORT';
}

/** An entry of a list cannot be trusted: the message says why. */
export class UnfitEntryError extends Error {
  readonly code = 'UNFIT_ENTRY';
}

/**
 * Reads the entries of a list one by one: a bad one takes no good one away with it.
 *
 * @param read throws UnfitEntryError for an entry that cannot be trusted: it is left out.
 */
export async function readEach<Entry, Read>(
  entries: readonly Entry[],
  nameOf: (entry: Entry, n: number) => string,
  read: (entry: Entry) => Read | Promise<Read>,
): Promise<{ readonly found: Read[]; readonly rejected: Rejection[] }> {
  const found: Read[] = [];
  const rejected: Rejection[] = [];
  for (const [n, entry] of entries.entries()) {
    try {
      found.push(await read(entry));
    } catch (error) {
      if (!(error instanceof UnfitEntryError)) throw error;
      rejected.push({ what: presentable(nameOf(entry, n)), why: error.message });
    }
  }
  return { found, rejected };
}

/** The same where the entries are keys. */
export async function importEach<Entry>(
  entries: readonly Entry[],
  nameOf: (entry: Entry, n: number) => string,
  read: (entry: Entry) => TrustedKey | Promise<TrustedKey>,
): Promise<ImportedList> {
  const { found, rejected } = await readEach(entries, nameOf, read);
  return { keys: found, rejected };
}

/** Names come from the files, and go to a terminal. */
const presentable = (name: string): string =>
  (name.length > longestName ? `${name.slice(0, longestName)}…` : name).replace(/\p{C}/gu, '\ufffd');

/** A URL of a card revocation list has at most 270 characters. */
const longestName = 300;
