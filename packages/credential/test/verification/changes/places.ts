import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/json.ts';

/** Where a value stands in a document: member names and array indices, from the root. */
export type Path = readonly string[];

/** Every value of a document with its place, the document itself first; containers before what they hold. */
export function placesIn(value: JsonValue, path: Path = []): { path: Path; value: JsonValue }[] {
  const here = { path, value };
  if (typeof value !== 'object' || value === null) return [here];
  return [
    here,
    ...Object.entries(value).flatMap(([name, member]) => placesIn(member as JsonValue, [...path, name])),
  ];
}

/** A copy with the value at a place replaced by what `change` makes of it; `undefined` takes it out. */
export function changedAt(
  value: JsonValue,
  [head, ...rest]: Path,
  change: (found: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  if (head === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      if (String(index) !== head) return [item];
      const changed = changedAt(item, rest, change);
      return changed === undefined ? [] : [changed];
    });
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (name !== head) return [[name, member]];
      const changed = changedAt(member, rest, change);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}

/** {@link changedAt} of a whole credential. */
export const changed = (
  credential: JsonObject,
  path: Path,
  change: (found: JsonValue) => JsonValue | undefined,
): JsonObject => changedAt(credential, path, change) as JsonObject;
