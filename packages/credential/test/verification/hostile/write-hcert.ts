import { deflateSync } from 'node:zlib';
import { encode as toBase45 } from 'base45';

/** The head of a CBOR item (RFC 8949, section 3): major type and argument. */
const head = (major: number, argument: number): number[] =>
  argument < 24
    ? [(major << 5) | argument]
    : argument < 256
      ? [(major << 5) | 24, argument]
      : [(major << 5) | 25, argument >> 8, argument & 0xff];

/** CBOR by hand, of what encoders refuse to write. */
export const cbor = {
  int: (number: number): number[] => (number < 0 ? head(1, -1 - number) : head(0, number)),
  text: (text: string): number[] => [...head(3, Buffer.byteLength(text)), ...Buffer.from(text)],
  bytes: (bytes: readonly number[]): number[] => [...head(2, bytes.length), ...bytes],
  list: (...items: readonly (readonly number[])[]): number[] => [...head(4, items.length), ...items.flat()],
  map: (...members: readonly (readonly [readonly number[], readonly number[]])[]): number[] => [
    ...head(5, members.length),
    ...members.flat(2),
  ],
  /** An integer within so many lists, or maps. */
  nested: (depth: number, head: readonly number[] = [0x81]): number[] => [
    ...Array.from({ length: depth }, () => head).flat(),
    0,
  ],
};

/** The text of an HCERT that nobody signed. */
export function writeHcert(claims: readonly number[], header: readonly number[] = cbor.map()): string {
  const cose = cbor.list(cbor.bytes(header), cbor.map(), cbor.bytes(claims), cbor.bytes(Array(64).fill(0)));
  return `HC1:${toBase45(deflateSync(Uint8Array.from(cose)))}`;
}
