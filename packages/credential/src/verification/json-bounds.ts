import { isJsonObject, type JsonValue } from '../json.ts';

const maxDepth = 12;
const maxValues = 2_000;

/**
 * Whether a JSON value is small and flat enough to be a credential, and free of what JSON-LD would read
 * differently from how it looks: keywords, absolute or compact IRIs as member names, nested contexts.
 * Walks with a stack of its own.
 *
 * @param value the credential without its top-level `@context` and `proof`.
 */
export function isPlainCredentialJson(value: JsonValue): boolean {
  const open: { value: JsonValue; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    seen += 1;
    if (seen > maxValues || next.depth > maxDepth) return false;
    if (Array.isArray(next.value)) {
      for (const item of next.value) open.push({ value: item, depth: next.depth + 1 });
    } else if (isJsonObject(next.value)) {
      for (const [name, member] of Object.entries(next.value)) {
        if (name.startsWith('@') || name.includes(':')) return false;
        open.push({ value: member, depth: next.depth + 1 });
      }
    }
  }
  return true;
}
