/** For browsers that are a few years old (ECMAScript 2024, section 24.1.2.1): without it they misjudge certificates. */
if (typeof Map.groupBy !== 'function') {
  Map.groupBy = <Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key) => {
    const groups = new Map<Key, Item[]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index);
      index += 1;
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  };
}
