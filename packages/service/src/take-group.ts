/**
 * Takes from the front of a line as many as weigh up to `max` together, and one at least.
 *
 * @param line loses what is taken.
 */
export function takeGroup<Item>(line: Item[], max: number, weightOf: (item: Item) => number): Item[] {
  let count = 0;
  let weight = 0;
  for (const item of line) {
    weight += weightOf(item);
    if (count > 0 && weight > max) break;
    count += 1;
  }
  return line.splice(0, count);
}
