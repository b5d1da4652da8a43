import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEuDcc } from '../../../src/formats/eu-dcc/decode.ts';
import { entryIn } from '../../../src/formats/eu-dcc/entries.ts';
import { certificateIdOfUvci, checkCharacterOf, uvciOf } from '../../../src/formats/eu-dcc/uvci.ts';
import { testCases } from './test-cases.ts';

/** Countries of the test data that compute the check character over the whole identifier. */
const computing = ['AT', 'DK', 'GR', 'HU', 'IS', 'LT', 'SI', 'SM'];

test('computes the check characters of eight countries', () => {
  const found = new Set<string>();
  for (const { PREFIX } of testCases) {
    try {
      const ci = String(entryIn(decodeEuDcc(PREFIX).content)?.entry.ci);
      const [, body = '', country = '', character] = /^(URN:UVCI:01:(..):.*)#(.)$/.exec(ci) ?? [];
      if (!computing.includes(country)) continue;
      expect([ci, checkCharacterOf(body)]).toEqual([ci, character]);
      found.add(ci);
    } catch (error) {
      if (!(error as Error).message.includes('layer')) throw error;
    }
  }
  expect(found.size).toBe(34);
});

test('names a certificate, and is read back', () => {
  expect(uvciOf('IN', 'ZW7QD48VXF7XQXTV3')).toBe('URN:UVCI:01:IN:ZW7QD48VXF7XQXTV3#S');
  expect(certificateIdOfUvci('URN:UVCI:01:IN:ZW7QD48VXF7XQXTV3#S')).toBe('ZW7QD48VXF7XQXTV3');
  for (const other of [
    '',
    'ZW7QD48VXF7XQXTV3',
    'URN:UVCI:01:AT:A/B#X',
    'URN:UVCI:02:IN:ZW7QD48VXF7XQXTV3#S',
  ]) {
    expect(certificateIdOfUvci(other)).toBeUndefined();
  }
});

const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
const id = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 40 });

test('every single wrong character is found', () => {
  fc.assert(
    fc.property(id, fc.nat(), fc.constantFrom(...characters), (certificateId, at, character) => {
      const uvci = uvciOf('LK', certificateId);
      expect(certificateIdOfUvci(uvci)).toBe(certificateId);
      const place = 'URN:UVCI:01:LK:'.length + (at % certificateId.length);
      if (uvci[place] === character) return;
      const wrong = uvci.slice(0, place) + character + uvci.slice(place + 1);
      expect(certificateIdOfUvci(wrong)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});
