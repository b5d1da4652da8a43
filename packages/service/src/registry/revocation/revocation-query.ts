import { type RevocationReason, revocationReasons } from '@mohar/credential/status/status-source.ts';

/** Why somebody revokes. `superseded` is nobody's choice: a correction sets it. */
export type ChosenReason = Exclude<RevocationReason, 'superseded'>;
export const chosenReasons = revocationReasons.filter(
  (reason): reason is ChosenReason => reason !== 'superseded',
);

/** Why certificates are revoked, when, and through whom. */
export interface RevocationOrder {
  readonly reason: ChosenReason;
  /** For staff; never published. */
  readonly note: string;
  readonly at: Date;
  /** For the audit trail. */
  readonly caller: string;
}

/** Which certificates in force are meant: those that fulfil everything that is given. */
export interface RevocationQuery {
  /** Batch number of the vaccine or test. */
  readonly batch?: string;
  /** The facility's name as it stands in the certificate. */
  readonly facility?: string;
  /** Time of issue, RFC 3339; from inclusive, until exclusive. */
  readonly issuedFrom?: string;
  readonly issuedUntil?: string;
  /** Civil date of the vaccination or sample, both inclusive. */
  readonly eventFrom?: string;
  readonly eventUntil?: string;
  readonly certificateIds?: readonly string[];
}
