import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';

/** What this device holds to verify with, for the person who verifies. Times are RFC 3339. */
export interface TrustState {
  /** The list of issuers; absent until one was fetched. */
  readonly list?: {
    readonly issuers: readonly TrustedIssuer[];
    readonly publishedAt: string;
    readonly nextPublicationAt: string;
  };
  /** What is known of revocations; absent where nothing is. */
  readonly status?: { readonly checkedAt: string; readonly staleAfter?: string };
  /** When all of it was last looked up; absent where it never was. */
  readonly fetchedAt?: string;
  /** How the last refresh went; absent before the first. */
  readonly lastRefresh?: RefreshOutcome;
}

/**
 * `refused`: what was fetched is not signed by those whose list is held, so that the held one stays.
 * `unreachable`: no network, or nothing there.
 */
export type RefreshOutcome = 'done' | 'refused' | 'unreachable';
