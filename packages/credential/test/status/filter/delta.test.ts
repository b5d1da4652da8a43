import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDelta, encodeDelta, lookUpDelta } from '../../../src/status/filter/delta.ts';
import { saltedHash } from '../../../src/status/filter/filter-key.ts';
import { MalformedStatusError } from '../../../src/status/filter/malformed-status-error.ts';
import { anySalt } from './population.ts';

const salt = new Uint8Array(16).fill(3);
const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ certificateId: `id-${n}`, reason: n % 16 }));

test('a delta has the reason of each of its certificates, and of no other', () => {
  const anyEntries = fc.array(
    fc.record({ certificateId: fc.string({ maxLength: 3 }), reason: fc.nat({ max: 15 }) }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(anyEntries, anySalt, (entries, anyOf) => {
      const expected = new Map(entries.map(({ certificateId, reason }) => [certificateId, reason]));
      const bytes = encodeDelta(entries, anyOf);
      expect(bytes.length).toBe(4 + 11 * expected.size);
      const delta = decodeDelta(bytes);
      expect(delta.size).toBe(expected.size);
      for (const [id, reason] of expected) expect(lookUpDelta(delta, anyOf, id)).toBe(reason);
      for (const id of ['', 'a', 'other', 'never revoked']) {
        expect(lookUpDelta(delta, anyOf, id)).toBe(expected.get(id));
      }
    }),
  );
});

test('records stand in the order of their hashes, also where the first bits are equal', () => {
  const entries = entriesOf(60_000);
  const bytes = encodeDelta(entries, salt);
  const expected = entries
    .map(({ certificateId, reason }) => {
      const record = Buffer.alloc(11, saltedHash(salt, certificateId).subarray(0, 10));
      record[10] = reason;
      return record;
    })
    .sort(Buffer.compare);
  // Some pairs share the 29 bits that are sorted as numbers, or this would prove nothing.
  const prefixes = expected.map((record) => record.readUInt32BE(0) >>> 3);
  expect(new Set(prefixes).size).toBeLessThan(prefixes.length);
  expect(Buffer.concat([Buffer.from('MSD\u0001'), ...expected]).equals(bytes)).toBe(true);
  expect(decodeDelta(bytes).size).toBe(entries.length);
});

test('bytes do not depend on the order of entries; the last reason of an id counts', () => {
  const entries = entriesOf(500);
  const bytes = encodeDelta(entries, salt);
  expect(encodeDelta(entries.toReversed(), salt)).toEqual(bytes);
  const before = entries.map(({ certificateId }) => ({ certificateId, reason: 0 }));
  expect(encodeDelta([...before, ...entries], salt)).toEqual(bytes);
});

test.each([-1, 16, 1.5, Number.NaN])('%s is no reason', (reason) => {
  expect(() => encodeDelta([{ certificateId: 'id', reason }], salt)).toThrow(RangeError);
});

test('every truncation, exchange and repetition is refused', () => {
  const bytes = encodeDelta(entriesOf(20), salt);
  const records = Array.from({ length: 20 }, (_, n) => [...bytes.subarray(4 + n * 11, 15 + n * 11)]);
  const withRecords = (changed: number[][]) => Uint8Array.of(...bytes.subarray(0, 4), ...changed.flat());
  for (let length = 0; length < bytes.length; length += 1) {
    // Whole records fewer are a delta too: that none are missing is for the signature to say.
    if (length >= 4 && (length - 4) % 11 === 0) continue;
    expect(() => decodeDelta(bytes.subarray(0, length))).toThrow(MalformedStatusError);
  }
  for (let n = 1; n < records.length; n += 1) {
    const [before, record] = [records[n - 1], records[n]] as [number[], number[]];
    expect(() => decodeDelta(withRecords(records.with(n, before).with(n - 1, record)))).toThrow(
      MalformedStatusError,
    );
    expect(() => decodeDelta(withRecords(records.toSpliced(n, 0, record)))).toThrow(MalformedStatusError);
    expect(() => decodeDelta(withRecords(records.with(n, record.with(10, 16))))).toThrow(
      MalformedStatusError,
    );
  }
  expect(() => decodeDelta(bytes.with(3, 2))).toThrow(MalformedStatusError);
});

test('thousands of wrong bytes: refused, or read as something that answers', () => {
  const bytes = encodeDelta(entriesOf(60), salt);
  const ids = Array.from({ length: 20 }, (_, n) => `id-${n * 4}`);
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
      try {
        const delta = decodeDelta(bytes.with(at, byte));
        const reasons = ids.map((id) => lookUpDelta(delta, salt, id));
        expect(reasons.every((reason) => reason === undefined || (reason >= 0 && reason <= 15))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedStatusError);
      }
    }),
    { numRuns: 3_000 },
  );
});
