import { isJsonObject, type JsonValue } from '../json.ts';

/** A certificate has a fraction of each; what has more is slow to canonicalise, and was made to be. */
const max = { depth: 12, values: 500, objects: 50, types: 8, characters: 32 * 1024 } as const;

/**
 * Whether a JSON value is small and flat enough to be a credential, and free of what JSON-LD would read
 * differently from how it looks, or not at all:
 *
 * - keywords, absolute or compact IRIs as member names, nested contexts;
 * - null, empty arrays and arrays in arrays, which say nothing in RDF;
 * - identifiers of blank nodes, which canonicalisation replaces;
 * - numbers that RDF would round, text that has no UTF-8.
 *
 * Walks with a stack of its own.
 *
 * @param value the credential without its top-level `@context` and `proof`.
 */
export function isPlainCredentialJson(value: JsonValue): boolean {
  const open: { value: JsonValue; depth: number }[] = [{ value, depth: 0 }];
  const seen = { values: 0, objects: 0, characters: 0 };
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    seen.values += 1;
    if (seen.values > max.values || depth > max.depth) return false;
    if (Array.isArray(value)) {
      if (value.length === 0 || value.length > max.values || value.some(Array.isArray)) return false;
      for (const item of value) open.push({ value: item, depth: depth + 1 });
    } else if (isJsonObject(value)) {
      seen.objects += 1;
      if (seen.objects > max.objects) return false;
      for (const [name, member] of Object.entries(value)) {
        seen.characters += name.length;
        if (!isPlainName(name) || (name === 'id' && isBlankNode(member))) return false;
        if (name === 'type' && Array.isArray(member) && member.length > max.types) return false;
        // The bits of a status list are literal text, which takes no longer than it is long.
        if (name === 'encodedList' && typeof member === 'string' && member.isWellFormed()) continue;
        open.push({ value: member, depth: depth + 1 });
      }
    } else {
      if (typeof value === 'string') seen.characters += value.length;
      if (seen.characters > max.characters || !isPlainScalar(value)) return false;
    }
  }
  return true;
}

/** `__proto__`: `jsonld` would take it for the prototype of the object that it copies. */
const isPlainName = (name: string): boolean =>
  !name.startsWith('@') && !name.includes(':') && name !== '__proto__' && name.isWellFormed();

const isBlankNode = (id: JsonValue): boolean => typeof id === 'string' && id.startsWith('_:');

function isPlainScalar(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  // JSON-LD writes fractions with fifteen digits behind the point (JSON-LD 1.1 API, section 8.6).
  if (typeof value === 'number') return Number.isFinite(value) && Number(value.toExponential(15)) === value;
  return typeof value === 'boolean';
}
