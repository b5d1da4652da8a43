import type { FilterKey } from '@mohar/credential/status/filter/filter-key.ts';
import { mixed } from '@mohar/credential/status/filter/ribbon-row.ts';

/**
 * A cascade of Bloom filters, as browsers had it for revoked certificates of the Web before Clubcard (CRLite: Larisch
 * and others, IEEE S&P 2017): the first level holds the members, each other one what its predecessor lets through
 * wrongly.
 */
export class BloomCascade {
  readonly #levels: BloomFilter[];
  #members: FilterKey[];
  /** Of the others, those that the first level lets through. */
  #others: FilterKey[] = [];

  constructor(members: FilterKey[], universe: number) {
    this.#members = members;
    const rate = (members.length * Math.SQRT1_2) / Math.max(1, universe - members.length);
    this.#levels = [BloomFilter.of(members, Math.min(0.5, rate), 0)];
  }

  addOther(key: FilterKey): void {
    if (this.#levels[0]?.has(key)) this.#others.push(key);
  }

  /** Adds the levels behind the first, once every other key was added. */
  finish(): this {
    let [held, tested] = [this.#members, this.#others];
    while (tested.length > 0) {
      const level = BloomFilter.of(tested, 0.5, this.#levels.length);
      this.#levels.push(level);
      [held, tested] = [tested, held.filter((key) => level.has(key))];
    }
    [this.#members, this.#others] = [[], []];
    return this;
  }

  has(key: FilterKey): boolean {
    const missing = this.#levels.findIndex((level) => !level.has(key));
    return (missing === -1 ? this.#levels.length : missing) % 2 === 1;
  }

  get bytes(): number {
    return this.#levels.reduce((bytes, level) => bytes + level.bytes, 0);
  }
}

class BloomFilter {
  readonly #bits: number;
  readonly #hashes: number;
  readonly #level: number;
  readonly #words: Int32Array;

  static of(keys: readonly FilterKey[], falsePositives: number, level: number): BloomFilter {
    const filter = new BloomFilter(keys.length, falsePositives, level);
    for (const key of keys) filter.#add(key);
    return filter;
  }

  constructor(keys: number, falsePositives: number, level: number) {
    this.#bits = Math.max(8, Math.ceil((keys * Math.log(1 / falsePositives)) / Math.LN2 ** 2));
    this.#hashes = Math.max(1, Math.round(Math.log2(1 / falsePositives)));
    this.#level = level;
    this.#words = new Int32Array(Math.ceil(this.#bits / 32));
  }

  get bytes(): number {
    return Math.ceil(this.#bits / 8);
  }

  has(key: FilterKey): boolean {
    for (let n = 0; n < this.#hashes; n += 1) {
      const bit = this.#bitOf(key, n);
      if ((((this.#words[bit >>> 5] as number) >>> (bit & 31)) & 1) === 0) return false;
    }
    return true;
  }

  #add(key: FilterKey): void {
    for (let n = 0; n < this.#hashes; n += 1) {
      const bit = this.#bitOf(key, n);
      this.#words[bit >>> 5] = (this.#words[bit >>> 5] as number) | (1 << (bit & 31));
    }
  }

  /** Two hashes make all of them (Kirsch and Mitzenmacher, 2006), others at each level. */
  #bitOf({ w0, w1, w2, w3 }: FilterKey, n: number): number {
    const first = mixed(w0 ^ mixed(w1 + this.#level));
    const hash = first + Math.imul(n, mixed(w2 ^ mixed(w3 + this.#level)) | 1);
    return Math.floor(((mixed(hash) >>> 0) * this.#bits) / 2 ** 32);
  }
}
