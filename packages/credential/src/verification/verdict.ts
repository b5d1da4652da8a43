import type { JsonObject } from '../json.ts';

/**
 * What is said of a certificate, all things considered.
 *
 * `malformed`: the signature holds, but what it signs is not a certificate that could be meant.
 * `unreadable`: not a certificate of any known format.
 */
export type Verdict =
  | 'valid'
  | 'revoked'
  | 'expired'
  | 'not-yet-valid'
  | 'untrusted-issuer'
  | 'tampered'
  | 'malformed'
  | 'unreadable';

export type CheckName = 'format' | 'issuer' | 'signature' | 'binding' | 'content' | 'dates' | 'status';

/** One question and its answer. */
export interface Check {
  readonly name: CheckName;
  /** `warning`: holds, with a reservation that the detail names. `skipped`: could not be asked. */
  readonly outcome: 'passed' | 'failed' | 'warning' | 'skipped';
  readonly detail: string;
}

/** Whether revocation was looked up, and if so, how old the answer is. */
export type StatusAnswer =
  | { readonly state: 'not-checked' }
  | { readonly state: 'checked'; readonly checkedAt: string };

/** The whole answer. Verification never throws for a bad certificate: the answer is a value. */
export interface Verification {
  readonly verdict: Verdict;
  readonly status: StatusAnswer;
  /** `w3c-vc1`: a credential of VC 1.1 that is not one of DIVOC's. */
  readonly format?: 'divoc' | 'w3c-vc1' | 'w3c-vc2';
  readonly checks: readonly Check[];
  /** Who signed, in the trust list's words. */
  readonly issuerName?: string;
  /** The credential, with the members that the signature does not cover taken out. */
  readonly credential?: JsonObject;
}
