import { SubsetBuilder } from './build-subset.ts';
import { complementOf, type ExactSubset } from './exact-subset.ts';
import type { FilterBody } from './filter-body.ts';
import { filterKey } from './filter-key.ts';
import { KeySet } from './key-set.ts';

/** A certificate that is not in force any more. */
export interface RevokedCertificate {
  readonly certificateId: string;
  /** Whether a corrected certificate has taken its place. */
  readonly superseded: boolean;
}

/** A filter that is being built. */
export interface FilterBuilder {
  /** Takes note of an issued certificate that is in force. One that is revoked, or came before, changes nothing. */
  addInForce(certificateId: string): void;
  /**
   * The filter, once every certificate in force was added.
   *
   * @throws RangeError where there are too many certificates for one file (about four thousand million bits).
   */
  finish(): FilterBody;
}

/**
 * Starts a filter. Equal input gives equal bytes, in whatever order the certificates come.
 *
 * Memory: for each revoked certificate, and each one in force that passes the first filter (1.4 to 2 times as many,
 * where those in force are many more), about 25 bytes.
 *
 * @param start.salt 16 random bytes, fresh for every filter.
 * @param start.issued how many certificates there are, revoked ones included. A wrong number makes the filter larger,
 *   not wrong.
 * @param start.revoked an id that is named twice counts once; it is superseded if it says so once.
 * @throws RangeError for a salt of another length, and for too many revoked certificates.
 *
 * @example
 * const builder = startFilter({ salt, issued, revoked });
 * for await (const id of idsInForce) builder.addInForce(id);
 * const bytes = encodeFilter(builder.finish());
 */
export function startFilter(start: {
  readonly salt: Uint8Array;
  readonly issued: number;
  readonly revoked: readonly RevokedCertificate[];
}): FilterBuilder {
  const salt = start.salt.slice();
  const revoked = new KeySet();
  const isSuperseded = new Uint8Array(start.revoked.length);
  for (const { certificateId, superseded } of start.revoked) {
    const place = revoked.add(filterKey(salt, certificateId));
    if (superseded) isSuperseded[place] = 1;
  }
  const superseded = supersededOf(revoked, isSuperseded);
  const builder = new SubsetBuilder(revoked, start.issued);
  return {
    addInForce: (certificateId) => builder.addOther(filterKey(salt, certificateId)),
    finish: () => ({ salt, revoked: builder.finish(), superseded }),
  };
}

/** The superseded ones of the revoked, described by themselves or by the others, whichever are fewer. */
function supersededOf(revoked: KeySet, isSuperseded: Uint8Array): ExactSubset {
  const count = isSuperseded.reduce((sum, one) => sum + one, 0);
  const described = count * 2 <= revoked.size ? 1 : 0;
  const members = new KeySet();
  for (let place = 0; place < revoked.size; place += 1) {
    if (isSuperseded[place] === described) members.add(revoked.at(place));
  }
  const builder = new SubsetBuilder(members, revoked.size);
  for (let place = 0; place < revoked.size; place += 1) {
    if (isSuperseded[place] !== described) builder.addOther(revoked.at(place));
  }
  return described ? builder.finish() : complementOf(builder.finish());
}
