import { decode, Tagged } from 'cborg';

/** Bytes that stand in CBOR as they are. */
export class Raw {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A map whose keys may stand twice, in the order given. */
export class Entries {
  readonly list: readonly (readonly [Cbor, Cbor])[];
  constructor(list: readonly (readonly [Cbor, Cbor])[]) {
    this.list = list;
  }
}

/** What is written and read here: CBOR as it comes, good or bad. */
export type Cbor =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Cbor[]
  | ReadonlyMap<string | number, Cbor>
  | Tagged
  | Raw
  | Entries;

/** How lengths are written, beside the shortest way (RFC 8949, section 4.2.1). */
export const styles = ['shortest', 'indefinite', 'wide'] as const;
export type CborStyle = (typeof styles)[number];

/** Reads CBOR with its tags. */
export const readCbor = (bytes: Uint8Array): Cbor =>
  decode(bytes, { useMaps: true, tags: Tagged.preserve(0, 1, 2, 3, 17, 18, 61, 1004) }) as Cbor;

/**
 * Writes CBOR, members in their order, in a style that a reader need not like. Written by hand: libraries refuse to
 * write what is wrong.
 */
export function writeCbor(value: Cbor, style: CborStyle = 'shortest'): Uint8Array {
  return Uint8Array.from(Buffer.concat([...parts(value, style)]));
}

const ended = Uint8Array.of(0xff);

function* parts(value: Cbor, style: CborStyle): Generator<Uint8Array> {
  if (value instanceof Raw) yield value.bytes;
  else if (value === false) yield Uint8Array.of(0xf4);
  else if (value === true) yield Uint8Array.of(0xf5);
  else if (value === null) yield Uint8Array.of(0xf6);
  else if (value === undefined) yield Uint8Array.of(0xf7);
  else if (typeof value === 'bigint') yield integer(value, style);
  else if (typeof value === 'number')
    yield Number.isSafeInteger(value) ? integer(BigInt(value), style) : double(value);
  else if (typeof value === 'string') yield* string(3, new TextEncoder().encode(value), style);
  else if (value instanceof Uint8Array) yield* string(2, value, style);
  else if (value instanceof Tagged) {
    yield head(6, value.tag, style);
    yield* parts(value.value as Cbor, style);
  } else if (Array.isArray(value)) yield* container(4, value as Cbor[], value.length, style);
  else {
    const list = value instanceof Entries ? value.list : [...(value as ReadonlyMap<string | number, Cbor>)];
    yield* container(5, list.flat() as Cbor[], list.length, style);
  }
}

function* container(
  major: number,
  items: readonly Cbor[],
  count: number,
  style: CborStyle,
): Generator<Uint8Array> {
  yield style === 'indefinite' ? Uint8Array.of((major << 5) | 31) : head(major, count, style);
  for (const item of items) yield* parts(item, style);
  if (style === 'indefinite') yield ended;
}

/** In two pieces, where the length is left open. */
function* string(major: number, bytes: Uint8Array, style: CborStyle): Generator<Uint8Array> {
  if (style !== 'indefinite') {
    yield head(major, bytes.length, style);
    yield bytes;
    return;
  }
  const half = major === 3 ? 0 : bytes.length >> 1;
  yield Uint8Array.of((major << 5) | 31);
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) {
    yield head(major, piece.length, 'shortest');
    yield piece;
  }
  yield ended;
}

const integer = (value: bigint, style: CborStyle): Uint8Array =>
  value >= 0n ? head(0, value, style) : head(1, -1n - value, style);

function double(value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = 0xfb;
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

function head(major: number, argument: number | bigint, style: CborStyle): Uint8Array {
  const value = BigInt(argument);
  const size =
    style === 'wide'
      ? 8
      : value < 24n
        ? 0
        : value < 256n
          ? 1
          : value < 65_536n
            ? 2
            : value < 2n ** 32n
              ? 4
              : 8;
  const bytes = new Uint8Array(1 + size);
  const short = { 0: Number(value & 31n), 1: 24, 2: 25, 4: 26, 8: 27 }[size] as number;
  bytes[0] = (major << 5) | short;
  for (let n = size, rest = value; n > 0; n -= 1, rest >>= 8n) bytes[n] = Number(rest & 0xffn);
  return bytes;
}
