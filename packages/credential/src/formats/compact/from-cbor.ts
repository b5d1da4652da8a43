import { type CborValue, decodeCbor } from '../../cose/cbor.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { jsonNumber, maxDepth } from './cbor-rules.ts';
import { unpackShortText } from './short-text.ts';
import { nameOfInteger, valueOfInteger } from './term-table.ts';

/** As long as what may be in DIVOC's zip. */
const maxCharacters = 256 * 1024;

/**
 * Reads what `toCbor` writes.
 *
 * @returns JSON text as `JSON.stringify` writes it; no object in it names a member twice.
 * @throws UnreadablePayloadError where it is not that, or larger than any certificate.
 */
export function fromCbor(bytes: Uint8Array): string {
  const value = decodeCbor(bytes);
  if (!(value instanceof Map)) throw notCompact();
  const text = new JsonWriter();
  text.value(value, 0);
  return text.written;
}

/** Writes text instead of building objects: names such as `__proto__` and `1` keep their meaning and their place. */
class JsonWriter {
  written = '';

  value(value: CborValue, depth: number): void {
    if (depth > maxDepth || this.written.length > maxCharacters) throw notCompact();
    if (value instanceof Map) this.#object(value, depth);
    else if (Array.isArray(value)) this.#list(value, depth);
    else this.written += scalar(value);
  }

  #object(members: ReadonlyMap<unknown, CborValue>, depth: number): void {
    const seen = new Set<string>();
    for (const [key, member] of members) {
      const name = typeof key === 'number' ? nameOfInteger(key) : key;
      if (typeof name !== 'string' || seen.has(name)) throw notCompact();
      this.written += `${seen.size === 0 ? '{' : ','}${JSON.stringify(name)}:`;
      seen.add(name);
      this.value(member, depth + 1);
    }
    this.written += seen.size === 0 ? '{}' : '}';
  }

  #list(items: readonly CborValue[], depth: number): void {
    this.written += '[';
    for (const [place, item] of items.entries()) {
      if (place > 0) this.written += ',';
      this.value(item, depth + 1);
    }
    this.written += ']';
  }
}

function scalar(value: CborValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return value >= 0 ? String(value) : quoted(valueOfInteger(value));
  }
  if (value instanceof Uint8Array) {
    return value[0] === jsonNumber ? numberIn(value.subarray(1)) : quoted(unpackShortText(value));
  }
  throw notCompact();
}

function quoted(text: string | undefined): string {
  if (text === undefined) throw notCompact();
  return JSON.stringify(text);
}

function numberIn(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 40));
  if (!Number.isFinite(Number(text)) || JSON.stringify(Number(text)) !== text) throw notCompact();
  return text;
}

const notCompact = () => new UnreadablePayloadError('This is not a compact certificate.');
