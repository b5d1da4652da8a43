import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCbor, encodeCbor } from '../../src/cose/cbor.ts';
import { cborOfJson } from '../../src/hcert/cbor-of-json.ts';
import { jsonOfCbor } from '../../src/hcert/json-of-cbor.ts';
import type { JsonObject } from '../../src/json.ts';

const text = fc.string({ unit: 'grapheme' }).map((value) => value.normalize('NFC'));
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4 }),
  ),
}));

test('what JSON says comes back through CBOR', () => {
  fc.assert(
    fc.property(fc.dictionary(text, json, { maxKeys: 4 }), (members) => {
      const object = members as JsonObject;
      expect(jsonOfCbor(decodeCbor(encodeCbor(cborOfJson(object))))).toEqual({ ...object });
    }),
  );
});

test('texts are composed', () => {
  expect(cborOfJson('e\u0301')).toBe('\u00e9');
});
