/** Choices that look random and are the same in every run (a linear congruential generator, Knuth's constants). */
export interface Choices {
  /** A whole number from 0 to `below - 1`. */
  below(below: number): number;
  of<Item>(items: readonly Item[]): Item;
}

export function choicesFrom(seed: number): Choices {
  let state = BigInt(seed);
  const below = (limit: number) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number((state >> 33n) % BigInt(limit));
  };
  return { below, of: (items) => items[below(items.length)] as (typeof items)[number] };
}
