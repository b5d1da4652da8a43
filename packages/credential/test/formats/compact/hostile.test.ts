import { deflateRawSync } from 'node:zlib';
import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflateRaw } from '../../../src/deflate/inflate.ts';
import { packCompact } from '../../../src/formats/compact/pack.ts';
import { toCbor } from '../../../src/formats/compact/to-cbor.ts';
import { unpackCompact } from '../../../src/formats/compact/unpack.ts';
import { fromBase45, toBase45 } from '../../../src/hcert/base45.ts';
import type { JsonObject } from '../../../src/json.ts';
import { namesMemberTwice } from '../../../src/json.ts';
import { verify } from '../../../src/verification/verify.ts';
import { at } from '../../sample-issuer.ts';
import { choicesFrom } from '../../verification/changes/choices.ts';
import { judgeChanges, Tally } from '../../verification/changes/judge-changes.ts';
import { trust, typicalCertificate } from './certificates.ts';

const text = await typicalCertificate();
const packed = packCompact(text);
const credential = JSON.parse(text) as JsonObject;
const cbor = toCbor(credential);

const asText = (deflated: Uint8Array) => `MH1:${toBase45(deflated)}`;
const ofCbor = (bytes: Uint8Array) => asText(deflateRawSync(bytes));
const ofValue = (value: unknown) => ofCbor(encode(value));

/** ((2026 × 12) + 1) × 31 + 30. */
const february31 = [0x0b, 0x80, 0x45];

const refused = expect.objectContaining({ code: 'UNREADABLE_PAYLOAD' });
const unpacking = (scanned: string) => {
  try {
    return unpackCompact(scanned);
  } catch (error) {
    return error;
  }
};

test('a genuine one is valid, as text and as bytes', async () => {
  for (const scanned of [packed, `${packed}\r\n`, new TextEncoder().encode(packed)]) {
    const verification = await verify(scanned, { trust, at });
    expect(verification.verdict).toBe('valid');
    expect(verification.credential).toEqual(credential);
  }
});

describe('is refused', () => {
  test.each<[string, string]>([
    ['a table of another version', packed.replace('MH1:', 'MH2:')],
    ['no prefix', packed.slice(4)],
    ['nothing', 'MH1:'],
    ['what is no base45', `${packed}a`],
    ['what is not deflated', asText(cbor)],
    ['what is no CBOR', ofCbor(new TextEncoder().encode('hello'))],
    ['JSON', ofCbor(new TextEncoder().encode(text))],
    ['more after the item', ofCbor(Uint8Array.of(...cbor, 0))],
    ['a list', ofValue([credential])],
    ['a text', ofValue('text')],
    ['a name that is not in the table', ofValue(new Map([[90, 1]]))],
    ['a negative name that is not in the table', ofValue(new Map([[-90, 1]]))],
    ['a name that is a fraction', ofValue(new Map([[0.5, 1]]))],
    ['a value that is not in the table', ofValue(new Map([[0, -1_000]]))],
    ['a value far from the table', ofValue(new Map([[0, -(2 ** 40)]]))],
    ['a number beyond JavaScript’s', ofValue(new Map([[0, 2n ** 60n]]))],
    ['a fraction in CBOR', ofValue(new Map([[0, 1.5]]))],
    ['not a number', ofValue(new Map([[0, Number.NaN]]))],
    ['undefined', ofCbor(Uint8Array.of(0xa1, 0x00, 0xf7))],
    ['a member twice', ofCbor(Uint8Array.of(0xa2, 0x00, 0x01, 0x00, 0x02))],
    [
      'a member by number and by name',
      ofValue(
        new Map<unknown, unknown>([
          [0, 1],
          ['@context', 2],
        ]),
      ),
    ],
    ['an empty short text', ofValue({ a: new Uint8Array() })],
    ['a short text of an unknown form', ofValue({ a: new Uint8Array(12).fill(10) })],
    ['a short text cut off', ofValue({ a: new Uint8Array(11) })],
    ['spare bits in an id', ofValue({ a: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) })],
    ['a day that no month has', ofValue({ a: Uint8Array.of(5, ...february31) })],
    ['a date after 9999', ofValue({ a: Uint8Array.of(5, 0xff, 0xff, 0xff) })],
    ['an instant after 9999', ofValue({ a: Uint8Array.of(7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff) })],
    ['a prefix that is no UTF-8', ofValue({ a: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0xff) })],
    ['a number in an unusual form', ofValue({ a: Uint8Array.of(0xff, ...new TextEncoder().encode('+1')) })],
    ['no number', ofValue({ a: Uint8Array.of(0xff, ...new TextEncoder().encode('"a"')) })],
    ['an unknown tag', ofCbor(Uint8Array.of(0xa1, 0x00, 0xd8, 0x63, 0x01))],
    ['zeros without end', asText(deflateRawSync(new Uint8Array(2_000_000)))],
    ['lists in lists without end', ofCbor(new Uint8Array(60_000).fill(0x81))],
    ['objects in objects', ofCbor(Uint8Array.from({ length: 60_000 }, (_, n) => (n % 2 === 0 ? 0xa1 : 0)))],
    ['a list that claims to be long', ofCbor(Uint8Array.of(0xa1, 0x00, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0))],
    ['terms that become megabytes', ofValue({ a: new Array(50_000).fill(-21) })],
    ['a text longer than any code', `MH1:${'0'.repeat(10_000)}`],
  ])('%s', async (_, scanned) => {
    expect(unpacking(scanned)).toEqual(refused);
    expect((await verify(scanned, { trust, at })).verdict).toBe('unreadable');
  });

  test('every part of a code', () => {
    for (let length = 0; length < packed.length; length += 1) {
      expect(unpacking(packed.slice(0, length))).toEqual(refused);
    }
  });
});

test('what cannot be written is refused', () => {
  const nested = (depth: number): string => (depth === 0 ? '1' : `{"a":${nested(depth - 1)}}`);
  expect(unpackCompact(packCompact(nested(32)))).toBe(nested(32));
  const named = '{"\ufeffname":1}';
  for (const json of [
    named,
    nested(40),
    '[]',
    '"a"',
    'null',
    '{"a":"\\ud800"}',
    '{"\\ud800":1}',
    '{"a":"\\ud800#0123456789abcdef"}',
  ]) {
    expect(() => packCompact(json)).toThrow(expect.objectContaining({ code: 'MALFORMED_CREDENTIAL' }));
  }
});

test('anything at all: refused, or JSON that names no member twice; never valid', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }).map((end) => `MH1:${end}`),
    fc.uint8Array({ maxLength: 600 }).map(asText),
    fc.uint8Array({ maxLength: 600 }).map(ofCbor),
    fc.anything({ withBigInt: false, withTypedArray: true }).map((value) => {
      try {
        return ofValue(new Map([[0, value]]));
      } catch {
        return 'MH1:';
      }
    }),
    fc.dictionary(fc.string(), fc.jsonValue()).map((value) => ofValue(value)),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (scanned) => {
      const read = unpacking(scanned);
      if (typeof read !== 'string') expect(read).toEqual(refused);
      else {
        expect(JSON.stringify(JSON.parse(read))).toBeDefined();
        expect(namesMemberTwice(read)).toBe(false);
      }
      expect((await verify(scanned, { trust, at })).verdict).not.toBe('valid');
    }),
    { numRuns: 1_000, seed: 3 },
  );
});

test('changes to a genuine one: refused, or show the same', async () => {
  const tally = new Tally();
  const choices = choicesFrom(41);
  const payload = { name: 'compact', text, credential, trust };
  const deflated = fromBase45(packed.slice(4));
  expect(inflateRaw(deflated, 10_000)).toEqual(cbor);

  const changed = (bytes: Uint8Array) => {
    const copy = Uint8Array.from(bytes);
    const place = choices.below(copy.length);
    copy[place] = (copy[place] as number) ^ (1 + choices.below(255));
    return copy;
  };
  const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const replaced = () => {
    const place = 4 + choices.below(packed.length - 4);
    return packed.slice(0, place) + characters.charAt(choices.below(45)) + packed.slice(place + 1);
  };
  for (let n = 0; n < 1_000; n += 1) {
    await judgeChanges(
      payload,
      [
        { kind: 'character', scanned: replaced() },
        { kind: 'byte of the DEFLATE stream', scanned: asText(changed(deflated)) },
        { kind: 'byte of the CBOR', scanned: ofCbor(changed(cbor)) },
      ].filter(({ scanned }) => scanned !== packed),
      tally,
    );
  }
  console.info(String(tally));
  // Most changes of the CBOR stay readable: the signature has to find them.
  expect(tally.of('tampered')).toBeGreaterThan(1_000);
});
