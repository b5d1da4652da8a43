import type { JsonObject } from '../json.ts';
import type { Revocation } from '../status/status-source.ts';
import type { CheckCode, CheckName, CheckOutcome } from './check-codes.ts';
import type { CertificateSummary } from './summarize.ts';

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

/** One question and its answer. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: CheckOutcome;
  /** Stable name of the answer, for programs and for translations ({@link explain}). */
  readonly code: CheckCode;
  /** The answer in English. */
  readonly detail: string;
  /** What the answer names: an issuer, members of the certificate, a time (RFC 3339). */
  readonly values?: Readonly<Record<string, string>>;
}

/** Whether revocation was looked up, and if so, how old the answer is. */
export type StatusAnswer =
  | { readonly state: 'not-checked' }
  | { readonly state: 'checked'; readonly checkedAt: string };

/**
 * The formats that are read here. `w3c-vc1`: a credential of VC 1.1 that is not one of DIVOC's. `shc`: SMART Health
 * Card.
 */
export type CertificateFormat =
  | 'divoc'
  | 'w3c-vc1'
  | 'w3c-vc2'
  | 'eu-dcc'
  | 'shc'
  | 'who-ddcc'
  | 'icvp'
  | 'vds-nc';

/** The whole answer. Verification never throws for a bad certificate: the answer is a value. */
export interface Verification {
  readonly verdict: Verdict;
  readonly status: StatusAnswer;
  readonly format?: CertificateFormat;
  readonly checks: readonly Check[];
  /** Who signed, in the trust list's words. */
  readonly issuerName?: string;
  /** Why and when, where the verdict is `revoked`. */
  readonly revocation?: Revocation;
  /** Of W3C formats: the credential, with the members that the signature does not cover taken out. */
  readonly credential?: JsonObject;
  /** Of other formats: what is signed, as JSON. */
  readonly content?: JsonObject;
  /** What a person looks at; absent where nothing can be believed. */
  readonly summary?: CertificateSummary;
}
