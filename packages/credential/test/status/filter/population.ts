import fc from 'fast-check';
import { startFilter } from '../../../src/status/filter/build-filter.ts';
import type { FilterBody, FilterStatus } from '../../../src/status/filter/filter-body.ts';

/** Ids that were issued, each with its status: what a filter must say. */
export type Population = ReadonlyMap<string, FilterStatus>;

/** So many of each, with ids that begin with `prefix`. */
export function population(
  prefix: string,
  counts: { readonly inForce: number; readonly revoked: number; readonly superseded: number },
): Population {
  const all = new Map<string, FilterStatus>();
  const add = (status: FilterStatus, count: number) => {
    for (let n = 0; n < count; n += 1) all.set(`${prefix}-${all.size}`, status);
  };
  add('in-force', counts.inForce);
  add('revoked', counts.revoked);
  add('superseded', counts.superseded);
  return all;
}

/** The filter of a population. */
export function filterOf(all: Population, salt: Uint8Array, issued = all.size): FilterBody {
  const revoked = [...all].flatMap(([certificateId, status]) =>
    status === 'in-force' ? [] : [{ certificateId, superseded: status === 'superseded' }],
  );
  const builder = startFilter({ salt, issued, revoked });
  for (const [id, status] of all) if (status === 'in-force') builder.addInForce(id);
  return builder.finish();
}

export const anySalt = fc.uint8Array({ minLength: 16, maxLength: 16 });

/** Zero, one, two, few and many are all likely. */
const anyCount = (max: number) =>
  fc.oneof(fc.constantFrom(0, 1, 2), fc.nat({ max: 40 }), fc.nat({ max: 300 }), fc.nat({ max }));

export const anyPopulation = fc
  .record({ inForce: anyCount(5_000), revoked: anyCount(1_000), superseded: anyCount(1_000) })
  .chain((counts) => fc.string({ maxLength: 8, unit: 'binary' }).map((prefix) => population(prefix, counts)));
