import canonicalize from 'canonicalize';
import type { JsonValue } from './json.ts';

/**
 * The JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code units, no white space.
 *
 * JavaScript writes numbers and texts as JCS wants them, so that sorting the members is all there is to do; four
 * times as fast as `canonicalize`, which is asked where a text is unusual.
 *
 * @param value plain JSON: what JSON.parse makes, or literals of the same kinds; members that are undefined are
 *   left out.
 * @throws Error where a text holds half of a surrogate pair.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value) ?? (canonicalize(value) as string);
}

/** Undefined where the library must do it. */
function write(value: JsonValue): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) {
      const written = write(item);
      if (written === undefined) return undefined;
      text += text === '' ? written : `,${written}`;
    }
    return `[${text}]`;
  }
  const object = value as { readonly [name: string]: JsonValue | undefined };
  const { sorted, quotedNames } = orderOf(Object.keys(object));
  for (let n = 0; n < sorted.length; n += 1) {
    const member = object[sorted[n] as string];
    if (member === undefined) continue;
    const written = write(member);
    const name = quotedNames[n];
    if (written === undefined || name === undefined) return undefined;
    text += text === '' ? name : `,${name}`;
    text += `:${written}`;
  }
  return `{${text}}`;
}

/** How the members of an object are put in order. */
interface Order {
  /** As the object has them. */
  readonly names: readonly string[];
  readonly sorted: readonly string[];
  /** The sorted names as JSON; undefined for one that the library must write. */
  readonly quotedNames: readonly (string | undefined)[];
}

/** Of objects seen before: certificates are alike, and sorting takes longer than writing. By first name and count. */
const orders = new Map<string, Order>();
const maxOrders = 200;

function orderOf(names: readonly string[]): Order {
  const key = `${names.length} ${names[0]}`;
  const known = orders.get(key);
  if (known && names.every((name, n) => name === known.names[n])) return known;
  const sorted = names.toSorted();
  const order = { names, sorted, quotedNames: sorted.map(quoted) };
  if (orders.size >= maxOrders) orders.clear();
  orders.set(key, order);
  return order;
}

/** Nothing in it that JSON escapes. */
const plain = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string | undefined => {
  if (plain.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : undefined;
};
