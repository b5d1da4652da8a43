import { buildRibbon } from './build-ribbon.ts';
import { type ExactSubset, passesFilter } from './exact-subset.ts';
import type { FilterKey } from './filter-key.ts';
import type { KeySet } from './key-set.ts';
import { maxValueBits, type Ribbon } from './ribbon.ts';
import { fingerprint } from './ribbon-row.ts';

/** Builds an {@link ExactSubset} from its members, and then from one after another of the other keys. */
export class SubsetBuilder {
  readonly #members: number;
  /** The members first, then those of the others that pass. */
  readonly #passing: KeySet;
  readonly #filter: Ribbon | undefined;

  /**
   * @param members the builder's from now on. The filter is built at once.
   * @param universe how many keys there are, members and others: an estimate makes the subset larger, not wrong.
   */
  constructor(members: KeySet, universe: number) {
    this.#members = members.size;
    this.#passing = members;
    const bits = filterBits(members.size, universe);
    if (bits > 0) this.#filter = buildRibbon(members, bits, (place) => fingerprint(members.at(place), bits));
  }

  /** Takes note of a key that is no member. One that is a member, or came before, changes nothing. */
  addOther(key: FilterKey): void {
    if (this.#members > 0 && passesFilter(this.#filter, key)) this.#passing.add(key);
  }

  /** The subset, once every other key was added. */
  finish(): ExactSubset {
    if (this.#members === 0) return { inverted: true };
    const exceptions =
      this.#passing.size === this.#members
        ? undefined
        : buildRibbon(this.#passing, 1, (place) => (place < this.#members ? 0 : 1));
    return {
      inverted: false,
      ...(this.#filter && { filter: this.#filter }),
      ...(exceptions && { exceptions }),
    };
  }
}

/**
 * The bits of a fingerprint that make the subset smallest: each costs a bit for every member, and halves the others
 * that pass, which cost a bit each, as do then the members.
 */
function filterBits(members: number, universe: number): number {
  if (members === 0) return 0;
  const others = Math.max(0, universe - members);
  const cost = (bits: number) => members * (bits + 1) + others / 2 ** bits;
  let bits = 0;
  while (bits < maxValueBits && cost(bits + 1) < cost(bits)) bits += 1;
  return bits;
}
