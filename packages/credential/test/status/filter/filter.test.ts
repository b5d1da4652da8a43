import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startFilter } from '../../../src/status/filter/build-filter.ts';
import { lookUp } from '../../../src/status/filter/filter-body.ts';
import { decodeFilter, encodeFilter } from '../../../src/status/filter/filter-encoding.ts';
import { filterKey } from '../../../src/status/filter/filter-key.ts';
import { anyPopulation, anySalt, filterOf, type Population, population } from './population.ts';
import { readFromTheDocument } from './read-from-the-document.ts';

const salt = Uint8Array.from({ length: 16 }, (_, n) => n * 11);

/** The ids of which something else is found than they are. */
const wrong = (all: Population, find: (id: string) => string) =>
  [...all].filter(([id, status]) => find(id) !== status);

test('a filter answers exactly for every certificate, of any number and any share revoked', () => {
  fc.assert(
    fc.property(anyPopulation, anySalt, (all, anyOf) => {
      const bytes = encodeFilter(filterOf(all, anyOf));
      const body = decodeFilter(bytes);
      expect(wrong(all, (id) => lookUp(body, id))).toEqual([]);
      expect(Buffer.compare(encodeFilter(body), bytes)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('a reader written from the document alone finds the same', () => {
  fc.assert(
    fc.property(anyPopulation, anySalt, (all, anyOf) => {
      const body = filterOf(all, anyOf);
      const find = readFromTheDocument(encodeFilter(body));
      const sample = new Map([...all].filter((_, n) => n % Math.ceil(all.size / 200) === 0));
      expect(wrong(sample, find)).toEqual([]);
      for (const id of ['', 'never issued', '🧿']) {
        expect(find(id)).toBe(lookUp(body, id));
      }
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['none issued', { inForce: 0, revoked: 0, superseded: 0 }, 26],
  ['none revoked', { inForce: 5_000, revoked: 0, superseded: 0 }, 26],
  ['all revoked', { inForce: 0, revoked: 5_000, superseded: 0 }, 26],
  ['all superseded', { inForce: 0, revoked: 0, superseded: 5_000 }, 26],
  ['one revoked among few', { inForce: 30, revoked: 1, superseded: 0 }, 50],
  ['more revoked than in force', { inForce: 2_000, revoked: 9_000, superseded: 100 }, 1_600],
  ['several blocks', { inForce: 60_000, revoked: 1_000, superseded: 9_000 }, 8_000],
])('%s', (_, counts, bytesAtMost) => {
  const all = population('id', counts);
  const bytes = encodeFilter(filterOf(all, salt));
  expect(bytes.length).toBeLessThanOrEqual(bytesAtMost);
  const body = decodeFilter(bytes);
  expect(wrong(all, (id) => lookUp(body, id))).toEqual([]);
  const find = readFromTheDocument(bytes);
  expect(wrong(new Map([...all].slice(-100)), find)).toEqual([]);
});

test('a filter has its size by theory: 8.55 bits and 2 % for each revoked certificate of a hundred', () => {
  const all = population('id', { inForce: 198_000, revoked: 0, superseded: 2_000 });
  const bits = encodeFilter(filterOf(all, salt)).length * 8;
  expect(bits / 2_000).toBeLessThan(8.55 * 1.035);
});

test('the bytes depend on salt and statuses, not on the order in which certificates come', () => {
  const all = population('id', { inForce: 3_000, revoked: 400, superseded: 700 });
  const bytes = encodeFilter(filterOf(all, salt));
  expect(encodeFilter(filterOf(new Map([...all].reverse()), salt))).toEqual(bytes);
  expect(encodeFilter(filterOf(all, salt.toReversed()))).not.toEqual(bytes);
});

test('revoked certificates may come among those in force, and any may come twice', () => {
  const all = population('id', { inForce: 2_000, revoked: 300, superseded: 200 });
  const revoked = [...all].flatMap(([certificateId, status]) =>
    status === 'in-force' ? [] : [{ certificateId, superseded: status === 'superseded' }],
  );
  const builder = startFilter({ salt, issued: all.size, revoked: [...revoked, ...revoked] });
  for (const id of [...all.keys(), ...all.keys()]) builder.addInForce(id);
  expect(encodeFilter(builder.finish())).toEqual(encodeFilter(filterOf(all, salt)));
});

test.each([0, 1, 100, 1e12])(
  'a wrong number of issued certificates (%s) does not make it wrong',
  (issued) => {
    const all = population('id', { inForce: 3_000, revoked: 100, superseded: 100 });
    const body = filterOf(all, salt, issued);
    expect(wrong(all, (id) => lookUp(body, id))).toEqual([]);
  },
);

test('the key of an id is the beginning of SHA-256 over salt and id', () => {
  // printf '\0\1…\17CERT' | sha256sum
  const { w0, w1, w2, w3 } = filterKey(
    Uint8Array.from({ length: 16 }, (_, n) => n),
    'CERT',
  );
  expect([w0, w1, w2, w3].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')).toBe(
    '8a4db3cf39b0d00d0646eca39ec9a535',
  );
  const long = 'é'.repeat(1_000);
  expect(filterKey(salt, long)).not.toEqual(filterKey(salt, long.slice(1)));
  expect(() => filterKey(new Uint8Array(15), 'CERT')).toThrow(RangeError);
});
