import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/json.ts';
import type { CryptosuiteName } from '../../../src/proofs/cryptosuites.ts';
import { type Kind, unsigned } from '../../sample-issuer.ts';

/** Texts that have once broken somebody's canonicaliser. */
const trouble = [
  '',
  ' ',
  '"',
  '\\',
  '\\"',
  'a\nb',
  '\r\n',
  '\t\b\f',
  '\u0000',
  '\u001f\u007f\u0080\u009f',
  '\u2028\u2029',
  '\ufeff',
  '\uffff',
  '\ud800',
  'x\udfff',
  '\u{10ffff}',
  '\u{1f489}',
  'é',
  'e\u0301',
  '_:b0',
  '_:c14n0',
  '<x>',
  ' .',
  '@id',
  '@type',
  '@value',
  'true',
  '0',
  '-0',
  '1E3',
  'null',
  '__proto__',
  'constructor',
];

/** Identifiers: plain ones, and ones that JSON-LD reads as something else, or not at all. */
const identifiers = [
  'did:example:1',
  'did:example:1',
  'https://example.org/a',
  'https://example.org/a/../b',
  'https://example.org/%20?q=é#ü',
  'HTTP://EXAMPLE.ORG',
  'urn:uuid:0c4f1f2e-0000-4000-8000-000000000000',
  'mailto:someone@example.org',
  'a:b',
  'relative',
  '/absolute/path',
  '#fragment',
  '?query',
  '',
  '_:b0',
  '@none',
  'id:x',
  'type:x',
  'cred:x',
  'sec:x',
  'xsd:string',
  'name',
  'issuer',
  'schema:name',
  'https://example.org/with space',
  'https://example.org/<angle>',
  'https://example.org/"quote"',
  'https://example.org/back\\slash',
  'https://example.org/\u0001',
  'https://example.org/\u{1f489}',
];

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...trouble) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...trouble), { maxLength: 5 }).map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom(...identifiers) },
);

const scalar = fc.oneof(
  { weight: 30, arbitrary: text },
  {
    weight: 3,
    arbitrary: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 1, -1, -0, 1e21, 1.5, 5e-324, 2 ** 53)),
  },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** How the documents of one shape are made out of a sample: decided by a few numbers, so that shapes come again. */
interface Mutation {
  /** Members whose name's hash has the remainder are left out. */
  readonly leaveOut: number | undefined;
  /** How many times each entry of an array of objects stands there. */
  readonly copies: number;
  /** A member more, which some contexts define and some do not. */
  readonly extra: string | undefined;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  leaveOut: fc.constantFrom(undefined, undefined, 0, 1, 2, 3, 4),
  copies: fc.constantFrom(1, 1, 1, 2, 3),
  extra: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 'unheardOf', 'name', 'id'),
});

/** Random documents in the shapes of a suite's certificates, with what strangers may do to them. */
export function randomDocuments(suite: CryptosuiteName): fc.Arbitrary<JsonObject> {
  const samples = (['domestic', 'international', 'test'] as Kind[]).map((kind) => unsigned(kind, suite));
  return fc.tuple(fc.constantFrom(...samples), mutation).chain(([sample, how]) => {
    const skeleton = mutated(sample, how, 0) as JsonObject;
    const leaves = countLeaves(skeleton);
    const forEach = <Value>(one: fc.Arbitrary<Value>) =>
      fc.array(one, { minLength: leaves, maxLength: leaves });
    return fc
      .tuple(forEach(scalar), forEach(fc.constantFrom(...identifiers)), forEach(fc.nat(80)))
      .map(([values, ids, dice]) => {
        let next = 0;
        return filled(skeleton, (old) => {
          const index = next++;
          const roll = dice[index] as number;
          const value = values[index] as JsonValue;
          // Mostly what stands there belongs there: an identifier out of place is what falls back.
          if (isIdentifier(old)) return roll === 0 ? (ids[index] as string) : `${old}/${roll % 3}`;
          if (roll === 1) return old;
          return roll === 2 || typeof value === 'string' ? value : String(value);
        });
      });
  });
}

const isIdentifier = (value: JsonValue) => typeof value === 'string' && /^(https?|did):/.test(value);

function mutated(value: JsonValue, how: Mutation, depth: number): JsonValue {
  if (Array.isArray(value)) {
    const items = value.map((item) => mutated(item, how, depth + 1));
    return items.some(isJsonObject) ? Array.from({ length: how.copies }, () => items).flat() : items;
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value)
    .filter(([name]) => name === '@context' || name === 'type' || !isLeftOut(name, how.leaveOut))
    .map(([name, member]) => [name, fixed(name) ? member : mutated(member, how, depth + 1)]);
  if (how.extra !== undefined && depth === 2) members.push([how.extra, 'https://example.org/extra']);
  return Object.fromEntries(members);
}

const fixed = (name: string) => name === '@context' || name === 'type';

const isLeftOut = (name: string, remainder: number | undefined) =>
  remainder !== undefined && (name.length * 31 + name.charCodeAt(0)) % 7 === remainder;

const countLeaves = (value: JsonValue): number => {
  let count = 0;
  filled(value as JsonObject, (old) => {
    count += 1;
    return old;
  });
  return count;
};

/** A copy with other leaves. */
function filled(document: JsonObject, leaf: (old: JsonValue) => JsonValue): JsonObject {
  const copy = (name: string, value: JsonValue): JsonValue => {
    if (fixed(name)) return value;
    if (Array.isArray(value)) return value.map((item) => copy(name, item));
    if (!isJsonObject(value)) return leaf(value);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(key, member)]));
  };
  return copy('', document) as JsonObject;
}
