import type { ContextMap } from '../credential/contexts/bundled.ts';
import { pointerTo } from '../event/fault.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { canonicalForm } from '../proofs/canonicalization/canonical-form.ts';
import type { Canonicalization } from '../proofs/canonicalization/canonicalization.ts';

/** More candidates than this are not worth the time: no real certificate has them. */
const maxCandidates = 12;

/**
 * Takes out of a credential the members that its signature does not cover, because no context defines them
 * where they stand.
 *
 * A member is unsigned exactly where leaving it out does not change the canonical form.
 *
 * @param names of members that canonicalisation reported as undefined somewhere.
 * @returns the credential without them and their JSON Pointers; undefined where something else than members
 *   is unsigned (an identifier that is no URI, say) or there are too many of them.
 */
export async function withoutUnsignedMembers(
  credential: JsonObject,
  names: readonly string[],
  nquads: string,
  canonicalization: Canonicalization,
  contexts: ContextMap,
): Promise<{ credential: JsonObject; unsigned: string[] } | undefined> {
  const candidates = pathsOf(credential, new Set(names));
  if (candidates.length > maxCandidates) return undefined;
  let remaining = credential;
  const unsigned: string[] = [];
  for (const path of candidates) {
    const without = omit(remaining, path) as JsonObject;
    const form = await canonicalForm(without, canonicalization, contexts);
    if (form.nquads !== nquads) continue;
    remaining = without;
    unsigned.push(path.reduce(pointerTo, ''));
  }
  const final = await canonicalForm(remaining, canonicalization, contexts);
  return final.undefinedMembers.length === 0 ? { credential: remaining, unsigned } : undefined;
}

/** Paths to every member of one of the names, outermost first. */
function pathsOf(value: JsonValue, names: ReadonlySet<string>, path: readonly string[] = []): string[][] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => pathsOf(item, names, [...path, String(index)]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const here = [...path, name];
    const below = pathsOf(member, names, here);
    return names.has(name) ? [here, ...below] : below;
  });
}

function omit(value: JsonValue, [head, ...rest]: readonly string[]): JsonValue {
  if (head === undefined) return value;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === head ? omit(item, rest) : item));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== head)
      : entries.map(([name, member]) => [name, name === head ? omit(member, rest) : member]),
  );
}
