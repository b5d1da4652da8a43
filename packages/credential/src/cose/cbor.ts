import { decode, encode, Tagged } from 'cborg';
import { UnreadablePayloadError } from '../errors.ts';

/**
 * What CBOR carries here. Maps are `Map`s, since their keys are integers as often as texts. Tags are passed over: a
 * tagged value reads as the value.
 */
export type CborValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly CborValue[]
  | Tagged
  | ReadonlyMap<CborKey, CborValue>;

export type CborKey = number | string;

/** No certificate has more bytes. */
const maxBytes = 64 * 1024;
/** Tags of RFC 8949 and of COSE and CWT that stand before values whose meaning is clear without them. */
const passedOver = [0, 1, 2, 3, 17, 18, 61, 1004];

/** A tagged value, for encoding (RFC 8949, section 3.4). */
export const tagged = (tag: number, value: CborValue): CborValue => new Tagged(tag, value);

/**
 * Encodes a value in core deterministic CBOR (RFC 8949, section 4.2.1).
 *
 * @throws Error for what CBOR has no form for.
 */
export const encodeCbor = (value: CborValue): Uint8Array => encode(value);

/**
 * Decodes one CBOR item that fills the bytes. Keys of maps are texts or integers, as those of COSE and CWT are (RFC 9052,
 * section 1.4; RFC 8392, section 3).
 *
 * @throws UnreadablePayloadError where it is not that, or a map has a key of another kind, or names one twice.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  if (bytes.length > maxBytes) throw new UnreadablePayloadError('The CBOR is too large.');
  let value: unknown;
  try {
    value = decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true, tags: valueOfTagged });
  } catch {
    throw new UnreadablePayloadError('This is not CBOR.');
  }
  if (!hasNamedMembers(value))
    throw new UnreadablePayloadError('A key of a map is neither text nor integer.');
  return value as CborValue;
}

/** Walks with a list of its own: what is deep would exhaust the stack of whoever calls itself. */
function hasNamedMembers(value: unknown): boolean {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) for (const item of next) open.push(item);
    if (!(next instanceof Map)) continue;
    for (const [key, member] of next) {
      if (typeof key !== 'string' && !Number.isSafeInteger(key)) return false;
      open.push(member);
    }
  }
  return true;
}

/** A member of a map; undefined where the value is no map or has no such member. */
export const memberOf = (value: CborValue, key: CborKey): CborValue =>
  value instanceof Map ? (value.get(key) as CborValue) : undefined;

const valueOfTagged = Object.fromEntries(
  passedOver.map((tag) => [tag, (content: () => unknown) => content()]),
);
