import { Tagged } from 'cborg';
import type { Cbor } from './cbor-text.ts';

/** Where a value stands: keys and places, from the root. Tags are no steps of it. */
export type CborPath = readonly (string | number)[];

export interface CborPlace {
  readonly path: CborPath;
  readonly value: Cbor;
}

/** What takes a value out of its map or list. */
export const gone = Symbol('gone');

const isMap = (value: unknown): value is ReadonlyMap<string | number, Cbor> => value instanceof Map;

/** Every value with its place, the whole first. */
export function placesInCbor(value: Cbor, path: CborPath = []): CborPlace[] {
  if (value instanceof Tagged) return placesInCbor(value.value as Cbor, path);
  const here = { path, value };
  if (isMap(value)) {
    return [here, ...[...value].flatMap(([key, member]) => placesInCbor(member, [...path, key]))];
  }
  if (!Array.isArray(value)) return [here];
  return [here, ...(value as Cbor[]).flatMap((item, n) => placesInCbor(item, [...path, n]))];
}

/** A copy with another value at a place; its tags are kept. */
export function withCbor(whole: Cbor, [head, ...rest]: CborPath, instead: Cbor | typeof gone): Cbor {
  if (whole instanceof Tagged && (head !== undefined || instead !== gone)) {
    return new Tagged(
      whole.tag,
      withCbor(whole.value as Cbor, head === undefined ? [] : [head, ...rest], instead),
    );
  }
  if (head === undefined) return instead === gone ? null : instead;
  const isLast = rest.length === 0;
  if (isMap(whole)) {
    return new Map(
      [...whole].flatMap(([key, member]) => {
        if (key !== head) return [[key, member] as const];
        return isLast && instead === gone ? [] : [[key, withCbor(member, rest, instead)] as const];
      }),
    );
  }
  return (whole as readonly Cbor[]).flatMap((item, n) => {
    if (n !== head) return [item];
    return isLast && instead === gone ? [] : [withCbor(item, rest, instead)];
  });
}
