import type { KeySet } from './key-set.ts';
import { blockOffsets, maxBlocks, maxRibbonBits, type Ribbon, ribbonWords } from './ribbon.ts';
import { blockOf } from './ribbon-row.ts';
import { type Echelon, type Entry, eliminate, solve } from './solve-block.ts';

/**
 * Entries of a block on the average. More of them spread more widely over their columns than a row is wide, fewer make
 * the 3 bytes of each block's seed and length count: measured, 4,096 costs the fewest bits.
 */
const entriesPerBlock = 4_096;

/**
 * Builds the ribbon that has a value for each key of a set. Its bits do not depend on the order of the keys.
 *
 * @param wanted gives the value, below 2^`bits`, of the key at a place of the set.
 * @throws RangeError where there are too many keys for one file.
 */
export function buildRibbon(keys: KeySet, bits: number, wanted: (place: number) => number): Ribbon {
  const blocks = Math.max(1, Math.ceil(keys.size / entriesPerBlock));
  if (blocks > maxBlocks) throw tooMany();
  const places = placesByBlock(keys, blocks);
  const entriesOf = (block: number): Entry[] =>
    Array.from(places(block), (place) => ({ key: keys.at(place), value: wanted(place) }));
  const lengths = new Uint16Array(blocks);
  const seeds = new Uint8Array(blocks);
  for (let block = 0; block < blocks; block += 1) {
    const found = solvableForm(entriesOf(block));
    lengths[block] = found.length;
    seeds[block] = found.seed;
  }
  const { offsets, end } = blockOffsets(bits, lengths);
  if (end > maxRibbonBits) throw tooMany();
  const words = ribbonWords(end);
  // Eliminated once more, which costs less than to keep millions of rows until all lengths are known.
  for (let block = 0; block < blocks; block += 1) {
    const echelon = eliminate(entriesOf(block), seeds[block] as number, lengths[block] as number) as Echelon;
    solve(echelon, bits, words, offsets[block] as number);
  }
  return { bits, lengths, seeds, offsets, words };
}

/**
 * The first seed with which a block's equations do not contradict each other. They get as many columns as they need
 * at least, and one more with every fourth seed that fails.
 */
function solvableForm(entries: readonly Entry[]): { seed: number; length: number } {
  for (let seed = 0; seed < 256; seed += 1) {
    const length = entries.length + (entries.length >>> 8) + (seed >>> 2);
    if (eliminate(entries, seed, length)) return { seed, length };
  }
  throw new RangeError('No seed solves a block of the filter; with another salt it can be built.');
}

/** The places of a set's keys, block by block. */
function placesByBlock(keys: KeySet, blocks: number): (block: number) => Uint32Array {
  const blockOfPlace = new Uint32Array(keys.size);
  const ends = new Uint32Array(blocks);
  for (let place = 0; place < keys.size; place += 1) {
    const block = blockOf(keys.at(place), blocks);
    blockOfPlace[place] = block;
    ends[block] = (ends[block] as number) + 1;
  }
  for (let block = 1; block < blocks; block += 1) {
    ends[block] = (ends[block] as number) + (ends[block - 1] as number);
  }
  const starts = ends.slice();
  const order = new Uint32Array(keys.size);
  for (let place = keys.size - 1; place >= 0; place -= 1) {
    const block = blockOfPlace[place] as number;
    const at = (starts[block] as number) - 1;
    starts[block] = at;
    order[at] = place;
  }
  return (block) => order.subarray(starts[block], ends[block]);
}

const tooMany = () => new RangeError('There are too many certificates for one filter.');
