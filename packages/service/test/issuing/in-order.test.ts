import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/issuing/in-order.ts';

test('results come in the order of the items, whichever is done first', async () => {
  const results: number[] = [];
  for await (const result of inOrder([30, 1, 20, 5, 10], 3, (ms) => setTimeout(ms, ms))) results.push(result);
  expect(results).toEqual([30, 1, 20, 5, 10]);
});

test('no more is begun than the reader takes', async () => {
  const begun: number[] = [];
  const results = inOrder([1, 2, 3, 4, 5, 6, 7, 8], 3, async (item) => {
    begun.push(item);
    return item;
  });
  await results.next();
  await setTimeout(10);
  expect(begun).toEqual([1, 2, 3]);
  await results.next();
  expect(begun).toEqual([1, 2, 3, 4]);
  await results.return();
  await setTimeout(10);
  expect(begun).toEqual([1, 2, 3, 4]);
});

test('what fails early is told at its place, and harms nobody where the reader has gone', async () => {
  const work = async (item: number) => {
    if (item === 2) throw new Error('two');
    return item;
  };
  const results = inOrder([1, 2, 3], 3, work);
  expect((await results.next()).value).toBe(1);
  await setTimeout(10);
  await expect(results.next()).rejects.toThrow('two');
  const gone = inOrder([1, 2, 3], 3, work);
  await gone.next();
  await gone.return();
  // An unhandled rejection would fail the run.
  await setTimeout(10);
});
