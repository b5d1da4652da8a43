/**
 * Works on several items at once, and gives the results in the order of the items.
 *
 * @param ahead how many at most are worked on, or wait to be taken: no more are begun until the reader takes one.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const begun: Promise<Result>[] = [];
  try {
    for (const item of items) {
      begun.push(work(item));
      if (begun.length >= ahead) yield await (begun.shift() as Promise<Result>);
    }
    for (let next = begun.shift(); next; next = begun.shift()) yield await next;
  } finally {
    // Nobody waits for these any more; that they fail is nobody's business.
    for (const one of begun) one.catch(() => {});
  }
}
