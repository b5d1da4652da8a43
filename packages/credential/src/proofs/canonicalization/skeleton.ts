import type { JsonObject, JsonValue } from '../../json.ts';
import { isConstant } from './document-shape.ts';

/** The shape of a document as a tree: recognises another document of the shape faster than a key can be written. */
export type Skeleton =
  /** A text, or a whole number. */
  | 'string'
  | 'number'
  | { readonly kind: 'constant'; readonly value: JsonValue }
  | { readonly kind: 'array'; readonly items: readonly Skeleton[] }
  | { readonly kind: 'object'; readonly names: readonly string[]; readonly members: readonly Skeleton[] };

/** The skeleton of a document that has a shape. */
export function skeletonOf(value: JsonValue, depth = 0): Skeleton {
  if (typeof value === 'string' || typeof value === 'number') return typeof value as 'string' | 'number';
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => skeletonOf(item, depth + 1)) };
  const object = value as JsonObject;
  const names = Object.keys(object);
  const members = names.map((name): Skeleton => {
    const member = object[name] as JsonValue;
    return isConstant(name, depth) ? { kind: 'constant', value: member } : skeletonOf(member, depth + 1);
  });
  return { kind: 'object', names, members };
}

/**
 * The values of a document of the shape, in the order of {@link DocumentShape.values}.
 *
 * @returns undefined where the document is of another shape.
 */
export function valuesBySkeleton(document: JsonObject, skeleton: Skeleton): (string | number)[] | undefined {
  const values: (string | number)[] = [];
  return collect(document, skeleton, values) ? values : undefined;
}

function collect(value: JsonValue, skeleton: Skeleton, values: (string | number)[]): boolean {
  if (skeleton === 'string') {
    if (typeof value !== 'string') return false;
    values.push(value);
    return true;
  }
  if (skeleton === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return false;
    values.push(value as number);
    return true;
  }
  if (skeleton.kind === 'constant') return isSame(value, skeleton.value);
  if (typeof value !== 'object' || value === null) return false;
  if (skeleton.kind === 'array') {
    const { items } = skeleton;
    if (!Array.isArray(value) || value.length !== items.length) return false;
    return items.every((item, n) => collect(value[n] as JsonValue, item, values));
  }
  if (Array.isArray(value)) return false;
  const object = value as JsonObject;
  const names = Object.keys(object);
  const { names: wanted, members } = skeleton;
  if (names.length !== wanted.length) return false;
  for (let n = 0; n < names.length; n += 1) {
    const name = names[n] as string;
    if (name !== wanted[n] || !collect(object[name] as JsonValue, members[n] as Skeleton, values))
      return false;
  }
  return true;
}

/** Constants are texts, arrays of texts, booleans or null. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((item, n) => item === b[n]);
}
