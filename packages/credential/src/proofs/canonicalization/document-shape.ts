import type { JsonObject, JsonValue } from '../../json.ts';

/** What documents of one shape have in common, and what tells them apart. */
export interface DocumentShape {
  /**
   * Members and their order, array lengths, kinds of values, and every value that JSON-LD itself takes its
   * meaning from (`@context`, `type`, booleans): two documents with one key differ in `values` alone.
   */
  readonly key: string;
  /** Texts and whole numbers, in the order in which the document has them. */
  readonly values: readonly (string | number)[];
}

/** Deeper or longer than this is no certificate. */
const maxDepth = 12;
const maxValues = 1_000;

/** The shape of a document; undefined where it has parts whose meaning hangs on more than its shape. */
export function shapeOf(document: JsonObject): DocumentShape | undefined {
  const values: (string | number)[] = [];
  const key = keyOf(document, values, 0);
  return key === undefined ? undefined : { key, values };
}

function keyOf(value: JsonValue, values: (string | number)[], depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      values.push(value);
      return 's';
    case 'number':
      // JSON-LD writes others as doubles, by rules of its own.
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) return undefined;
      values.push(value);
      return 'n';
    case 'boolean':
      return value ? 't' : 'f';
    case 'object':
      if (value === null) return '0';
      if (depth > maxDepth || values.length > maxValues) return undefined;
      if (Array.isArray(value)) return arrayKey(value, values, depth);
      return objectKey(value as JsonObject, values, depth);
    default:
      return undefined;
  }
}

function arrayKey(array: readonly JsonValue[], values: (string | number)[], depth: number) {
  let key = '[';
  for (const item of array) {
    const itemKey = keyOf(item, values, depth + 1);
    if (itemKey === undefined) return undefined;
    key += itemKey;
  }
  return `${key}]`;
}

function objectKey(object: JsonObject, values: (string | number)[], depth: number) {
  let key = '{';
  // No own `toJSON`, no prototype: what JSON.parse or a literal makes.
  for (const name of Object.keys(object)) {
    const member = object[name] as JsonValue;
    let memberKey: string | undefined;
    if (isConstant(name, depth)) memberKey = constantKey(member);
    else if (name.startsWith('@')) return undefined;
    else memberKey = keyOf(member, values, depth + 1);
    if (memberKey === undefined) return undefined;
    // With its length, no name can pass for the end of itself and a beginning of the next.
    key += `${name.length}:${name}${memberKey}`;
  }
  return `${key}}`;
}

/** Whether a member's value is part of the shape, since JSON-LD takes its meaning from it. */
export const isConstant = (name: string, depth: number): boolean =>
  name === 'type' || (name === '@context' && depth === 0);

/** Texts or arrays of texts; contexts written out inside a document are none of ours. */
function constantKey(value: JsonValue): string | undefined {
  if (typeof value === 'string') return `=${value.length}:${value}`;
  if (!Array.isArray(value)) return undefined;
  let key = `=${value.length}[`;
  for (const item of value) {
    if (typeof item !== 'string') return undefined;
    key += `${item.length}:${item}`;
  }
  return key;
}

/** A copy of a document with other values of the same kinds, in the order of {@link DocumentShape.values}. */
export function withValues(document: JsonObject, valueAt: (index: number) => string | number): JsonObject {
  let next = 0;
  const copy = (value: JsonValue, depth: number): JsonValue => {
    if (typeof value === 'string' || typeof value === 'number') return valueAt(next++);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        isConstant(name, depth) ? member : copy(member, depth + 1),
      ]),
    );
  };
  return copy(document, 0) as JsonObject;
}
