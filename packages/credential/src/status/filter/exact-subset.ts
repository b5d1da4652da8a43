import type { FilterKey } from './filter-key.ts';
import { hasValue, type Ribbon } from './ribbon.ts';
import { fingerprint } from './ribbon-row.ts';

/**
 * Which keys of a known universe are members of a subset, exactly; for a key outside of the universe, the answer means
 * nothing. In the manner of Clubcard (Schanck, IEEE S&P 2025): a filter that few others pass, and of those that pass,
 * which are the exceptions.
 */
export interface ExactSubset {
  /** Whether what follows describes the keys that are *not* members. */
  readonly inverted: boolean;
  /** Has the fingerprint of every key described; where absent, all keys pass. */
  readonly filter?: Ribbon;
  /** Has 1 for the keys that pass and should not, 0 for the others that pass; where absent, there are none. */
  readonly exceptions?: Ribbon;
}

/** Whether a key of the universe is a member. */
export const isMember = (subset: ExactSubset, key: FilterKey): boolean =>
  subset.inverted !==
  (passesFilter(subset.filter, key) &&
    (subset.exceptions === undefined || hasValue(subset.exceptions, key, 0)));

export const passesFilter = (filter: Ribbon | undefined, key: FilterKey): boolean =>
  filter === undefined || hasValue(filter, key, fingerprint(key, filter.bits));

/** The subset of all the other keys of the universe. */
export const complementOf = (subset: ExactSubset): ExactSubset => ({ ...subset, inverted: !subset.inverted });
