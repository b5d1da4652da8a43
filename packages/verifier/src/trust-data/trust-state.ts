import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import type { RefreshOutcome } from './refresh-outcome.ts';

/** When a list was published, and when a newer one will be there at the latest. */
export interface ListDates {
  readonly publishedAt: string;
  readonly nextPublicationAt: string;
}

/** What this device holds to verify with, for the person who verifies. Times are RFC 3339. */
export interface TrustState {
  /** The list of issuers; absent until one was fetched. The issuers are those of other countries' documents, too. */
  readonly list?: ListDates & { readonly issuers: readonly TrustedIssuer[] };
  /** The list of other countries' signers; absent where none is held. */
  readonly signers?: ListDates;
  /** What is known of others' revoked health cards; absent where nothing is. */
  readonly cardLists?: ListDates;
  /** What is known of revocations; absent where nothing is. */
  readonly status?: { readonly checkedAt: string; readonly staleAfter?: string };
  /** When all of it was last looked up; absent where it never was. */
  readonly fetchedAt?: string;
  /** How the last refresh went; absent before the first. */
  readonly lastRefresh?: RefreshOutcome;
}

/** Whether something of it is older than it should be. @param now milliseconds since 1970. */
export const isOld = ({ list, signers, cardLists, status }: TrustState, now: number): boolean =>
  [
    list?.nextPublicationAt,
    signers?.nextPublicationAt,
    cardLists?.nextPublicationAt,
    status?.staleAfter,
  ].some((due) => due !== undefined && Date.parse(due) < now);
