import { base64 } from '@scure/base';
import type { CborValue } from '../cose/cbor.ts';
import type { JsonValue } from '../json.ts';
import { BrokenLayerError } from './claims.ts';

/** No certificate's content is deeper. */
const maxDepth = 16;

/**
 * A CBOR value as JSON: keys of maps as texts, bytes as base64, what JSON has no form for as null. A tagged value that is
 * not known here reads as null.
 *
 * @throws BrokenLayerError where it is nested deeper than any certificate is, or a map has two keys that are the same text:
 *   1 and "1".
 */
export function jsonOfCbor(value: CborValue, depth = 0): JsonValue {
  if (depth > maxDepth) throw new BrokenLayerError('CBOR');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return base64.encode(value);
  if (Array.isArray(value)) return value.map((item: CborValue) => jsonOfCbor(item, depth + 1));
  if (!(value instanceof Map)) return null;
  const members = new Map(
    [...value].map(([key, member]) => [String(key), jsonOfCbor(member as CborValue, depth + 1)]),
  );
  if (members.size !== value.size) throw new BrokenLayerError('CBOR');
  return Object.fromEntries(members);
}
