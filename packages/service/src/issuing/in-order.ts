/**
 * Works on several items at once, and gives the results in the order of the items. An item that fails ends it where its
 * result would be.
 *
 * @param ahead how many at most are worked on, or wait to be taken: no more are begun until the reader takes one.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    const one = work(item);
    // It may fail before the reader comes to it, or after the reader has gone.
    one.catch(() => {});
    begun.push(one);
    if (begun.length >= ahead) yield await (begun.shift() as Promise<Result>);
  }
  for (const one of begun) yield await one;
}
