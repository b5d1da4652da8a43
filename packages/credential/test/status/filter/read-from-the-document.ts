import { createHash } from 'node:crypto';

/**
 * A second reader of filters, written from docs/verifiers/status-filter.md alone: slow, with big integers, and without
 * any code of the first.
 *
 * @returns what tells an id's status.
 */
export function readFromTheDocument(bytes: Uint8Array): (id: string) => string {
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'MSF\u0001') throw new Error('not a filter');
  const salt = bytes.subarray(4, 20);
  let at = 20;
  const little = (length: number) => {
    let number = 0n;
    for (let n = length - 1; n >= 0; n -= 1) number = (number << 8n) | BigInt(bytes[at + n] as number);
    at += length;
    return number;
  };
  const readRibbon = () => {
    const bits = Number(little(1));
    if (bits === 0) return undefined;
    const count = Number(little(4));
    const table = Array.from({ length: count }, () => ({ columns: Number(little(2)), seed: little(1) }));
    const total = table.reduce((sum, block) => sum + block.columns * bits, 0);
    let data = little(Math.ceil(total / 8));
    return {
      bits,
      blocks: table.map(({ columns, seed }) => ({
        columns,
        seed,
        vectors: Array.from({ length: bits }, () => {
          const vector = data & ((1n << BigInt(columns)) - 1n);
          data >>= BigInt(columns);
          return vector;
        }),
      })),
    };
  };
  const readSubset = () => ({ inverted: little(1) === 1n, filter: readRibbon(), exceptions: readRibbon() });
  const revoked = readSubset();
  const superseded = readSubset();
  if (at !== bytes.length) throw new Error('something follows');

  const valueIn = ({ bits, blocks }: NonNullable<ReturnType<typeof readRibbon>>, k: bigint[]) => {
    const block = blocks[(Number((k[0] as bigint) * BigInt(blocks.length)) / 2 ** 32) | 0];
    if (!block) throw new Error('no such block');
    const step = (block.seed * 0x9e3779b9n) & 0xffffffffn;
    const places = block.columns <= 128 ? 1n : BigInt(block.columns - 127);
    const start = (mix(exclusiveOr(k) + step) * places) >> 32n;
    const row = k.reduce((sum, word, n) => sum | (mix(word + step) << BigInt(32 * n)), 0n);
    let value = 0;
    for (let n = 0; n < bits; n += 1) {
      const product = (((block.vectors[n] as bigint) >> start) & row).toString(2);
      value |= (product.replaceAll('0', '').length % 2) << n;
    }
    return value;
  };
  const contains = ({ inverted, filter, exceptions }: ReturnType<typeof readSubset>, k: bigint[]) => {
    const passes =
      !filter || valueIn(filter, k) === Number(mix(exclusiveOr(k)) & ((1n << BigInt(filter.bits)) - 1n));
    return inverted !== (passes && !(exceptions && valueIn(exceptions, k) === 1));
  };
  return (id) => {
    const hash = createHash('sha256').update(salt).update(id, 'utf8').digest();
    const k = [0, 4, 8, 12].map((from) => BigInt(hash.readUInt32BE(from)));
    if (!contains(revoked, k)) return 'in-force';
    return contains(superseded, k) ? 'superseded' : 'revoked';
  };
}

const exclusiveOr = (words: bigint[]) => words.reduce((sum, word) => sum ^ word, 0n);

function mix(word: bigint): bigint {
  let h = word & 0xffffffffn;
  h ^= h >> 16n;
  h = (h * 0x85ebca6bn) & 0xffffffffn;
  h ^= h >> 13n;
  h = (h * 0xc2b2ae35n) & 0xffffffffn;
  return h ^ (h >> 16n);
}
