import type { FilterKey } from './filter-key.ts';

const wordsPerKey = 4;
const keysPerChunk = 2 ** 16;

/**
 * Distinct keys in the order in which they came. Millions are held at once, so they are in flat memory that grows
 * without being copied: 16 bytes a key, and 5 to 11 of a hash table.
 */
export class KeySet {
  size = 0;
  readonly #chunks: Int32Array[] = [];
  /** Open addressing with linear probing; 0 is free, else the place of a key, counted from 1. A power of two. */
  #slots: Int32Array = new Int32Array(64);

  /** Adds a key where it is not in the set yet. @returns its place, counted from 0. */
  add(key: FilterKey): number {
    const slot = this.#slotOf(key);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;

    const place = this.size;
    if (place % keysPerChunk === 0) this.#chunks.push(new Int32Array(keysPerChunk * wordsPerKey));
    const chunk = this.#chunkOf(place);
    const at = (place % keysPerChunk) * wordsPerKey;
    chunk[at] = key.w0;
    chunk[at + 1] = key.w1;
    chunk[at + 2] = key.w2;
    chunk[at + 3] = key.w3;
    this.#slots[slot] = place + 1;
    this.size += 1;
    if (this.size > this.#slots.length * 0.75) this.#widenTable();
    return place;
  }

  /** The key at a place. */
  at(place: number): FilterKey {
    const chunk = this.#chunkOf(place);
    const at = (place % keysPerChunk) * wordsPerKey;
    return {
      w0: chunk[at] as number,
      w1: chunk[at + 1] as number,
      w2: chunk[at + 2] as number,
      w3: chunk[at + 3] as number,
    };
  }

  #chunkOf(place: number): Int32Array {
    return this.#chunks[Math.floor(place / keysPerChunk)] as Int32Array;
  }

  /** The slot where a key is, or the free one where it belongs. */
  #slotOf({ w0, w1, w2, w3 }: FilterKey): number {
    const mask = this.#slots.length - 1;
    for (let slot = w3 & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] as number;
      if (known === 0) return slot;
      const chunk = this.#chunkOf(known - 1);
      const at = ((known - 1) % keysPerChunk) * wordsPerKey;
      if (chunk[at] === w0 && chunk[at + 1] === w1 && chunk[at + 2] === w2 && chunk[at + 3] === w3)
        return slot;
    }
  }

  #widenTable(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let place = 0; place < this.size; place += 1) this.#slots[this.#slotOf(this.at(place))] = place + 1;
  }
}
