import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../src/canonical-json.ts';
import type { JsonValue } from '../src/json.ts';

const outcome = (write: () => unknown) => {
  try {
    return write();
  } catch {
    return 'refused';
  }
};

test('random values are written as the library of RFC 8785 writes them', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '10',
      '9',
      '-1',
      '007',
      '1e3',
      '__proto__',
      'constructor',
      'toString',
      '\ud800',
      'é',
      '\u{1f489}',
      '"',
    ),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\\ud800', '{"1":2}', ',"5":')),
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.constantFrom(-0, 1e21, 5e-324),
      ),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(name, tie('json'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      // As it would come over the wire, own `__proto__` and all.
      const plain = JSON.parse(JSON.stringify(value)) as JsonValue;
      expect(outcome(() => canonicalJson(plain))).toBe(outcome(() => canonicalize(plain)));
    }),
    { numRuns: 5_000 },
  );
});

// RFC 8785, section 3.2.3.
test('the sorting example of RFC 8785', () => {
  const value = {
    '\u20ac': 'Euro',
    '\r': 'CR',
    '\ufb33': 'Dagesh',
    '1': 'One',
    '\u{1f600}': 'Smiley',
    '\u0080': 'Control',
    ö: 'o',
  };
  expect(canonicalJson(value)).toBe(
    '{"\\r":"CR","1":"One","\u0080":"Control","ö":"o","€":"Euro","\u{1f600}":"Smiley","\ufb33":"Dagesh"}',
  );
});
