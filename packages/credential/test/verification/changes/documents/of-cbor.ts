import { Tagged } from 'cborg';
import type { Choices } from '../choices.ts';
import { type CborPlace, gone, placesInCbor, withCbor } from './cbor-places.ts';
import { type Cbor, Entries } from './cbor-text.ts';
import { otherValues } from './other-values.ts';

/** Changes to members of a CBOR value: other values and types, dropped, added, exchanged, named twice. */
export function* changesOfCbor(whole: Cbor, choices: Choices): Generator<[deed: string, changed: Cbor]> {
  const places = placesInCbor(whole);
  const leaves = places.filter(({ value }) => !(value instanceof Map) && !Array.isArray(value));
  for (const { path, value } of leaves) {
    for (const [deed, instead] of otherValues(value)) yield [deed, withCbor(whole, path, instead)];
    for (const tag of [0, 1, 24, 55_799]) yield ['tagged', withCbor(whole, path, new Tagged(tag, value))];
  }
  for (const { path } of places) {
    if (path.length > 0) yield ['dropped', withCbor(whole, path, gone)];
  }
  for (const place of places) yield* changesOfContainer(whole, place, choices);
  yield* exchanges(whole, leaves);
}

function* changesOfContainer(
  whole: Cbor,
  { path, value }: CborPlace,
  choices: Choices,
): Generator<[string, Cbor]> {
  if (Array.isArray(value)) {
    const list = value as readonly Cbor[];
    for (const instead of [[], [...list, ...list], [list], list[0], [...list, null]]) {
      yield ['list', withCbor(whole, path, instead)];
    }
    return;
  }
  if (!(value instanceof Map)) return;
  const map = value as ReadonlyMap<string | number, Cbor>;
  yield ['members reordered', withCbor(whole, path, new Map([...map].reverse()))];
  yield ['map in a list', withCbor(whole, path, [map])];
  yield ['map emptied', withCbor(whole, path, new Map())];
  for (const name of [0, 2, 99, 'x', '', '__proto__', 'constructor', 'ver', 'v', 'name']) {
    if (!map.has(name))
      yield ['member added', withCbor(whole, path, new Map([...map, [name, choices.below(9)]]))];
  }
  for (const [key, member] of map) {
    const another = typeof member === 'string' ? `${member}x` : null;
    for (const list of [
      [...map, [key, another]],
      [[key, another], ...map],
      [...map, [key, member]],
    ] as (readonly [Cbor, Cbor])[][]) {
      yield ['member twice', withCbor(whole, path, new Entries(list))];
    }
    const rest = [...map].filter(([name]) => name !== key);
    const otherKey = typeof key === 'number' ? String(key) : `${key} `;
    yield ['member renamed', withCbor(whole, path, new Map([...rest, [otherKey, member]]))];
  }
}

function* exchanges(whole: Cbor, leaves: readonly CborPlace[]): Generator<[string, Cbor]> {
  for (const [n, a] of leaves.entries()) {
    for (const b of leaves.slice(n + 1)) {
      if (a.value === b.value) continue;
      yield ['exchanged', withCbor(withCbor(whole, a.path, b.value), b.path, a.value)];
      yield ['copied from another', withCbor(whole, a.path, b.value)];
    }
  }
}
