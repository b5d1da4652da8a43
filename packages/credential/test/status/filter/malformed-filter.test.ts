import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FilterBody, lookUp } from '../../../src/status/filter/filter-body.ts';
import { decodeFilter, encodeFilter } from '../../../src/status/filter/filter-encoding.ts';
import { MalformedStatusError } from '../../../src/status/filter/malformed-status-error.ts';
import { filterOf, population } from './population.ts';

const salt = new Uint8Array(16).fill(9);
const small = encodeFilter(filterOf(population('s', { inForce: 300, revoked: 20, superseded: 30 }), salt));
const large = encodeFilter(
  filterOf(population('l', { inForce: 90_000, revoked: 3_000, superseded: 9_000 }), salt),
);
const statuses = ['in-force', 'revoked', 'superseded'];
const ids = Array.from({ length: 10 }, (_, n) => `any-${n}`);

/** The filter, or undefined where it is refused as it should be. */
function decoded(bytes: Uint8Array): FilterBody | undefined {
  try {
    return decodeFilter(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedStatusError);
    expect(error).toMatchObject({ code: 'MALFORMED_STATUS' });
    return undefined;
  }
}

function answersOrIsRefused(bytes: Uint8Array): void {
  const body = decoded(bytes);
  if (!body) return;
  expect(ids.map((id) => lookUp(body, id)).every((status) => statuses.includes(status))).toBe(true);
  // Nothing is read that would be written otherwise.
  expect(Buffer.compare(encodeFilter(body), bytes)).toBe(0);
}

test('every truncation and every addition is refused', () => {
  for (let length = 0; length < small.length; length += 1) {
    expect(decoded(small.subarray(0, length))).toBeUndefined();
  }
  for (let length = 0; length < large.length; length += 97) {
    expect(decoded(large.subarray(0, length))).toBeUndefined();
  }
  expect(decoded(Uint8Array.of(...small, 0))).toBeUndefined();
});

test('thousands of wrong bytes: refused, or read as something that answers', () => {
  const wrongBytes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
  const run = (bytes: Uint8Array, within: number, numRuns: number) =>
    fc.assert(
      fc.property(wrongBytes, (changes) => {
        const changed = bytes.slice();
        for (const [at, byte] of changes) changed[at % within] = byte;
        answersOrIsRefused(changed);
      }),
      { numRuns },
    );
  run(small, small.length, 5_000);
  run(small, 32, 3_000);
  run(large, 60, 1_000);
});

test('every single changed bit of a small filter: refused, or read as something that answers', () => {
  for (let bit = 0; bit < small.length * 8; bit += 1) {
    const changed = small.slice();
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    answersOrIsRefused(changed);
  }
});

test('any bytes behind a right beginning: refused, or read as something that answers', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
      answersOrIsRefused(Uint8Array.of(...small.subarray(0, 20), ...tail));
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['blocks that the bytes cannot hold', [0, 1, 255, 255, 15, 0]],
  ['more blocks than any filter has', [0, 1, 255, 255, 255, 255]],
  ['no blocks', [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['columns that the bytes cannot hold', [0, 20, 1, 0, 0, 0, 255, 255, 0]],
  ['values of too many bits', [0, 21, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['exceptions of two bits', [0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['an unknown flag', [2, 0, 0, 1, 0, 0]],
  ['bits behind the last one', [0, 1, 1, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0]],
])('refused: %s', (_, tail) => {
  expect(decoded(Uint8Array.of(...small.subarray(0, 20), ...tail))).toBeUndefined();
});

test('refused: another version', () => {
  expect(decoded(small.with(3, 2))).toBeUndefined();
});
