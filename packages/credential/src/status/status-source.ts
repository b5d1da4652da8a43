/**
 * Why a certificate is no longer in force. `superseded`: a corrected certificate has taken its place; only a
 * correction sets it.
 */
export const revocationReasons = ['error', 'fraud', 'faulty-batch', 'superseded', 'other'] as const;
export type RevocationReason = (typeof revocationReasons)[number];

/** What is known of a revocation: as much as the source that told of it holds. */
export interface Revocation {
  readonly reason?: RevocationReason;
  /** RFC 3339. */
  readonly revokedAt?: string;
}

/** What a status source is asked about. Taken from a credential whose signature holds. */
export interface StatusQuery {
  readonly certificateId?: string;
  /** When it was signed, milliseconds since 1970. */
  readonly signedAt?: number;
  /** The credential's place in a W3C status list. */
  readonly listEntry?: { readonly list: string; readonly index: number };
  /** The version of its list that the issuer announces beside its key: an older one does not know what is in force. */
  readonly listVersion?: number;
}

/** What a source says. `unknown`: it cannot tell. */
export type StatusFinding =
  | { readonly state: 'unknown' | 'in-force' }
  | ({ readonly state: 'revoked' } & Revocation);

/** Something that knows which certificates of one issuer are still in force: a list that was fetched, a registry. */
export interface StatusSource {
  /** Whose certificates it speaks of: {@link TrustedKey.issuer} of the keys that signed them. It knows nothing of others. */
  readonly issuer: string;
  /** When what it says was true, RFC 3339. */
  readonly checkedAt: string;
  /** When something newer should have been fetched, RFC 3339; never, where absent. */
  readonly staleAfter?: string;
  lookUp(query: StatusQuery): StatusFinding | Promise<StatusFinding>;
}
