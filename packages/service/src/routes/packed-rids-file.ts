import type { Kysely } from 'kysely';
import { Problem } from '../problem.ts';
import { packedRidsPattern } from '../publishing/card-revocations.ts';
import { findPackedRids } from '../registry/packed-rids.ts';
import type { Tables } from '../registry/tables.ts';
import type { SharedFile } from './send-fresh.ts';

/** Of a route to packed ids of revoked cards: the list's digest, which is its name. */
export const packedRidsParams = {
  type: 'object',
  properties: { list: { type: 'string', pattern: packedRidsPattern } },
};

/** Packed ids by their digest. Reading them throws Problem 404 where there are none of it. */
export const packedRidsFile = (db: Kysely<Tables>, list: string): SharedFile => ({
  sha256: list,
  read: async () => {
    const packed = await findPackedRids(db, list);
    if (packed) return packed;
    const detail = 'No list of this digest is known.';
    throw new Problem({ status: 404, code: 'NOT_FOUND', title: 'No such list', detail });
  },
});
