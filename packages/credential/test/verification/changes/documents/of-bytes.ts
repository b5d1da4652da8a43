import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Choices } from '../choices.ts';

/** Bytes that are nearly others: bits turned, bytes replaced, copied, taken out, put in, cut off. */
export function* changedBytes(
  bytes: Uint8Array,
  choices: Choices,
  count: number,
): Generator<[deed: string, changed: Uint8Array]> {
  for (const [deed, changed] of candidates(bytes, choices, count)) {
    if (Buffer.compare(changed, bytes) !== 0) yield [deed, changed];
  }
}

function* candidates(bytes: Uint8Array, choices: Choices, count: number): Generator<[string, Uint8Array]> {
  const place = () => choices.below(bytes.length);
  const joined = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
  for (let n = 0; n < count; n += 1) {
    const at = place();
    const bit = 1 << choices.below(8);
    yield ['bit turned', bytes.map((byte, m) => (m === at ? byte ^ bit : byte))];
    if (n % 2 === 0) {
      const instead = choices.below(256);
      yield ['byte replaced', bytes.map((byte, m) => (m === at ? instead : byte))];
    }
    if (n % 4 === 0) {
      const moved = Uint8Array.from(bytes);
      const from = place();
      moved.copyWithin(at, from, from + 1 + choices.below(16));
      yield ['bytes copied over others', moved];
    }
    if (n % 8 === 0) {
      yield ['bytes taken out', joined(bytes.subarray(0, at), bytes.subarray(at + 1 + choices.below(4)))];
      const inserted = Uint8Array.from({ length: 1 + choices.below(4) }, () => choices.below(256));
      yield ['bytes put in', joined(bytes.subarray(0, at), inserted, bytes.subarray(at))];
      yield ['cut off', bytes.subarray(0, at)];
      yield ['bytes put after it', joined(bytes, inserted)];
    }
  }
}

/** The same bytes, packed in other ways: levels, blocks, framing. */
export function* otherPackings(bytes: Uint8Array): Generator<[deed: string, packed: Uint8Array]> {
  for (const level of [0, 1, 6, 9]) {
    for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
      yield ['packed at another level, zlib', deflateSync(bytes, { level, strategy })];
      yield ['packed at another level, raw', deflateRawSync(bytes, { level, strategy })];
    }
  }
  yield ['packed with a smaller window', deflateSync(bytes, { windowBits: 9 })];
  yield ['packed as gzip', gzipSync(bytes)];
  yield ['packed with a dictionary', deflateSync(bytes, { dictionary: Buffer.from('certificate') })];
  yield ['not packed', bytes];
  const zlib = deflateSync(bytes);
  for (const place of [0, 1, zlib.length - 4, zlib.length - 1]) {
    yield ['framing of zlib', Uint8Array.from(zlib, (byte, n) => (n === place ? byte ^ 1 : byte))];
  }
  yield ['checksum cut off', zlib.subarray(0, -4)];
  yield ['packed twice', deflateSync(zlib)];
  yield ['two streams', Uint8Array.from(Buffer.concat([zlib, zlib]))];
  yield ['two streams', Uint8Array.from(Buffer.concat([deflateRawSync(bytes), deflateRawSync(bytes)]))];
}
