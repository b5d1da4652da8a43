import { type ExactSubset, isMember } from './exact-subset.ts';
import { filterKey } from './filter-key.ts';

/** The status of every certificate that was issued up to some moment: docs/verifiers/status-filter.md. */
export interface FilterBody {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Of the issued certificates, the revoked ones, superseded ones included. */
  readonly revoked: ExactSubset;
  /** Of the revoked certificates, those that a corrected one has taken the place of. */
  readonly superseded: ExactSubset;
}

/** What a filter says of a certificate. */
export type FilterStatus = 'in-force' | 'revoked' | 'superseded';

/**
 * The status of a certificate, exact where it was issued before the filter was built; of other ids it says anything.
 */
export function lookUp(body: FilterBody, certificateId: string): FilterStatus {
  const key = filterKey(body.salt, certificateId);
  if (!isMember(body.revoked, key)) return 'in-force';
  return isMember(body.superseded, key) ? 'superseded' : 'revoked';
}
