import type { ExactSubset } from './exact-subset.ts';
import type { FilterBody } from './filter-body.ts';
import { saltLength } from './filter-key.ts';
import { MalformedStatusError } from './malformed-status-error.ts';
import { blockOffsets, maxBlocks, maxRibbonBits, maxValueBits, type Ribbon, ribbonWords } from './ribbon.ts';

/** `MSF` and the version of the format. */
const head = [0x4d, 0x53, 0x46, 1];
const bytesPerBlock = 3;

/** Writes a filter as docs/verifiers/status-filter.md has it. */
export function encodeFilter(body: FilterBody): Uint8Array {
  const parts = [
    Uint8Array.from(head),
    body.salt,
    ...subsetParts(body.revoked),
    ...subsetParts(body.superseded),
  ];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Reads a filter. Takes time and memory in proportion to the bytes, whatever they say. What it returns always answers;
 * that it answers truly is for a signature over the bytes to say.
 *
 * @throws MalformedStatusError for anything that {@link encodeFilter} does not write.
 */
export function decodeFilter(bytes: Uint8Array): FilterBody {
  const reader = new FilterReader(bytes);
  if (reader.take(head.length).some((byte, n) => byte !== head[n])) {
    throw new MalformedStatusError('This is not a status filter of a known version.');
  }
  const salt = reader.take(saltLength).slice();
  const revoked = reader.subset();
  const superseded = reader.subset();
  reader.end();
  return { salt, revoked, superseded };
}

const subsetParts = ({ inverted, filter, exceptions }: ExactSubset): Uint8Array[] => [
  Uint8Array.of(inverted ? 1 : 0),
  ...ribbonParts(filter),
  ...ribbonParts(exceptions),
];

function ribbonParts(ribbon: Ribbon | undefined): Uint8Array[] {
  if (!ribbon) return [Uint8Array.of(0)];
  const { bits, lengths, seeds, words } = ribbon;
  const table = new DataView(new ArrayBuffer(1 + 4 + lengths.length * bytesPerBlock));
  table.setUint8(0, bits);
  table.setUint32(1, lengths.length, true);
  for (const [block, length] of lengths.entries()) {
    table.setUint16(5 + block * bytesPerBlock, length, true);
    table.setUint8(5 + block * bytesPerBlock + 2, seeds[block] as number);
  }
  const data = new Uint8Array(Math.ceil(blockOffsets(bits, lengths).end / 8));
  for (let n = 0; n < data.length; n += 1) data[n] = (words[n >>> 2] as number) >>> ((n & 3) * 8);
  return [new Uint8Array(table.buffer), data];
}

class FilterReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next bytes: a view, not a copy. */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new MalformedStatusError('The filter ends too early.');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  end(): void {
    if (this.#at < this.#bytes.length) throw new MalformedStatusError('Something follows the filter.');
  }

  subset(): ExactSubset {
    const inverted = this.#byte('a flag', 1) === 1;
    const filter = this.#ribbon(maxValueBits);
    const exceptions = this.#ribbon(1);
    return { inverted, ...(filter && { filter }), ...(exceptions && { exceptions }) };
  }

  #ribbon(maxBits: number): Ribbon | undefined {
    const bits = this.#byte('the number of bits of a value', maxBits);
    if (bits === 0) return undefined;
    const blocks = numberOf(this.take(4));
    if (blocks === 0 || blocks > maxBlocks) {
      throw new MalformedStatusError(`A ribbon has 1 to ${maxBlocks} blocks, not ${blocks}.`);
    }
    const table = this.take(blocks * bytesPerBlock);
    const lengths = new Uint16Array(blocks);
    const seeds = new Uint8Array(blocks);
    for (let block = 0; block < blocks; block += 1) {
      const at = block * bytesPerBlock;
      lengths[block] = numberOf(table.subarray(at, at + 2));
      seeds[block] = table[at + 2] as number;
    }
    const { offsets, end } = blockOffsets(bits, lengths);
    if (end > maxRibbonBits) throw new MalformedStatusError('A ribbon is longer than any filter has.');
    const data = this.take(Math.ceil(end / 8));
    if (end % 8 > 0 && (data.at(-1) as number) >>> (end % 8) !== 0) {
      throw new MalformedStatusError('Bits that mean nothing are set.');
    }
    const words = ribbonWords(end);
    for (const [n, byte] of data.entries()) {
      words[n >>> 2] = (words[n >>> 2] as number) | (byte << ((n & 3) * 8));
    }
    return { bits, lengths, seeds, offsets, words };
  }

  #byte(what: string, max: number): number {
    const byte = this.take(1)[0] as number;
    if (byte > max)
      throw new MalformedStatusError(`The filter gives ${byte} for ${what}, at most ${max} is allowed.`);
    return byte;
  }
}

/** The number that bytes give, the least significant byte first. */
const numberOf = (bytes: Uint8Array): number => bytes.reduceRight((number, byte) => number * 256 + byte, 0);
