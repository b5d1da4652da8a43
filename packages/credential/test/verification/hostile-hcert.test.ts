import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verify } from '../../src/verification/verify.ts';
import { newHcertSigner } from '../formats/hcert-signer.ts';
import { cbor, writeHcert } from './hostile/write-hcert.ts';

const { int, text, list, map, nested } = cbor;
const at = Date.parse('2026-06-01T00:00:00Z');
const trust = [newHcertSigner().trusted()];
const hcert = int(-260);

const answerTo = async (scanned: string) => {
  const { verdict, checks } = await verify(scanned, { trust, at });
  return [verdict, checks.map(({ code, values }) => values?.layer ?? code).join()];
};

/** Where a key or a value can stand: in the content of each format, and around it. */
const places: readonly [string, (key: readonly number[], value: readonly number[]) => number[]][] = [
  ['an EU DCC', (key, value) => map([hcert, map([int(1), map([key, value])])])],
  ['a DDCC', (key, value) => map([hcert, map([int(3), map([key, value])])])],
  ['a DDCC among the claims', (key, value) => map([text('name'), text('A')], [key, value])],
  [
    'an ICVP',
    (key, value) => map([hcert, map([int(-6), map([text('n'), text('A')], [text('v'), map([key, value])])])]),
  ],
  ['the claim −260', (key, value) => map([hcert, map([key, value])])],
  ['the claims', (key, value) => map([key, value], [hcert, map([int(1), map()])])],
];

describe.each(places)('CBOR: in %s', (_, claimsWith) => {
  // Among them a text of a hundred characters: as a text, such a key would take one call for each of its lists.
  test.each([1, 2, 500, 5_600, 8_000, 30_000])('a key within %i lists', async (depth) => {
    for (let time = 0; time < 3; time += 1) {
      const scanned = writeHcert(claimsWith(nested(depth), int(1)));
      expect(await answerTo(scanned)).toEqual(['unreadable', 'CBOR']);
    }
  });

  test.each<[string, readonly number[]]>([
    ['a list of a name', list(text('n'))],
    ['bytes', cbor.bytes([0x6e])],
    ['a map', map([text('n'), text('n')])],
    ['null', [0xf6]],
    ['true', [0xf5]],
    ['a fraction', [0xf9, 0x3e, 0x00]],
    ['an integer beyond all that count', [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ])('a key that is %s', async (_, key) => {
    expect(await answerTo(writeHcert(claimsWith(key, text('B'))))).toEqual(['unreadable', 'CBOR']);
  });

  test.each([500, 5_600, 8_000, 30_000])('a value within %i lists, or maps', async (depth) => {
    for (const within of [[0x81], [0xa1, 0x61, 0x61]]) {
      const [verdict] = await answerTo(writeHcert(claimsWith(text('x'), nested(depth, within))));
      expect(['unreadable', 'untrusted-issuer']).toContain(verdict);
    }
  });
});

test('keys that are one member in JSON are none of them', async () => {
  for (const [, claimsWith] of places.slice(0, 2)) {
    const member = map([int(1), text('A')], [text('1'), text('B')]);
    expect(await answerTo(writeHcert(claimsWith(text('x'), member)))).toEqual(['unreadable', 'CBOR']);
  }
});

test('a header of COSE that is nested deeply', async () => {
  const claims = map([hcert, map([int(1), map()])]);
  for (const depth of [2, 5_600, 30_000]) {
    expect(await answerTo(writeHcert(claims, map([nested(depth), int(1)])))).toEqual(['unreadable', 'COSE']);
    const [verdict] = await answerTo(writeHcert(claims, map([int(4), nested(depth)])));
    expect(['unreadable', 'untrusted-issuer']).toContain(verdict);
  }
});

const name = fc.string({ maxLength: 6 });

test('any CBOR at all: never throws, never valid', async () => {
  const item = fc.letrec<{ item: number[] }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 6 },
      fc.integer({ min: -300, max: 10 }).map(int),
      fc.string({ maxLength: 4 }).map(text),
      fc.constantFrom<number[]>([0xf6], [0xf5], [0xf7], [0xf9, 0x7e, 0x00], [0xc1, 0x00], [0xd8, 0x2a, 0x00]),
      fc.array(tie('item'), { maxLength: 3 }).map((items) => list(...items)),
      fc
        .array(
          fc.tuple(
            fc.oneof(fc.constantFrom(hcert, int(1), int(-6), text('n'), text('v')), tie('item')),
            tie('item'),
          ),
          {
            maxLength: 3,
          },
        )
        .map((members) => map(...members)),
    ),
  })).item;
  await fc.assert(
    fc.asyncProperty(item, fc.constantFrom(...places), name, async (value, [, claimsWith], named) => {
      for (const claims of [value, claimsWith(text(named), value), claimsWith(value, value)]) {
        const [verdict] = await answerTo(writeHcert(claims));
        expect(['unreadable', 'untrusted-issuer']).toContain(verdict);
      }
    }),
    { numRuns: 500, seed: 5 },
  );
});
