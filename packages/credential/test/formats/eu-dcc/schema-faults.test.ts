import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEuDcc } from '../../../src/formats/eu-dcc/decode.ts';
import { schemaFaultsOf } from '../../../src/formats/eu-dcc/schema-faults.ts';
import type { JsonObject } from '../../../src/json.ts';
import { isBySchema } from './published-schema.ts';
import { testCases } from './test-cases.ts';

/** Contents of the test data, where they can be read. */
const contents = testCases.flatMap(({ file, PREFIX }) => {
  try {
    return [{ file, content: decodeEuDcc(PREFIX).content }];
  } catch {
    return [];
  }
});

test('agrees with the published schema on the test data, but where it is milder or stricter on purpose', () => {
  const milder: string[] = [];
  const stricter: string[] = [];
  for (const { file, content } of contents) {
    const faults = schemaFaultsOf(content);
    if (isBySchema(content) && faults.length > 0) stricter.push(`${short(file)} ${faults}`);
    if (!isBySchema(content) && faults.length === 0) milder.push(short(file));
  }
  expect(contents.length).toBe(214);
  expect(stricter).toEqual([
    // Codes that were never given out.
    ...['PL/7.json t/ma', 'PL/8.json r/co', 'PL/9.json v/ma'],
    ...['PL/7.json t/ma', 'PL/8.json r/co', 'PL/9.json v/ma'],
    ...['PL/7.json t/ma', 'PL/8.json r/co', 'PL/9.json v/ma'],
  ]);
  expect([...new Set(milder)]).toEqual([
    // Null for what is absent; times of day behind dates.
    ...['BG/1.json', 'BG/2.json'],
    // The long name of a test centre.
    'HU/3.json',
    // No country.
    ...['NL/005-NL-test.json', 'NL/011-NL-test.json', 'NL/018-NL-test.json', 'NL/020-NL-test.json'],
    ...['PL/11.json', 'PL/12.json', 'PL/13.json'],
    // Two entries, by a schema that allowed them.
    'RO/2.json',
    'SG/4.json',
  ]);
});

/** Country and number. */
const short = (file: string): string => file.replace(/\/.*\//, '/');

/** Values that the schema may or may not take, in place of a member's. */
const replacement = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    -1,
    1.5,
    true,
    '',
    'A',
    'a<b',
    'A<B',
    '1.3.0',
    '1.3',
    'x'.repeat(81),
    [],
    {},
  ),
  fc.constantFrom<unknown>('2021-02-29', '2021-02-28', '1899-01-01', '1999', '1999-12', '2100', 'undefined'),
  fc.string({ maxLength: 5 }),
);

test('agrees with the published schema on changed certificates', () => {
  const sound = contents.filter(({ content }) => isBySchema(content) && schemaFaultsOf(content).length === 0);
  expect(sound.length).toBeGreaterThan(150);
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...sound), fc.nat(), replacement, (one, at, value) => {
      const copy = structuredClone(one.content) as Record<string, unknown>;
      const places = placesIn(copy);
      const { owner, member } = places[at % places.length] as (typeof places)[number];
      // Where it is milder or stricter on purpose, and what means something to us alone.
      if (/^(?:co|ma|tc)$/.test(member) || (Array.isArray(value) && value.length === 0)) return;
      owner[member] = value;
      const isSound = schemaFaultsOf(copy as JsonObject).length === 0;
      if (!isSound) refused += 1;
      expect([member, value, isSound]).toEqual([member, value, isBySchema(copy)]);
    }),
    { numRuns: 20_000 },
  );
  expect(refused).toBeGreaterThan(1_000);
});

test('agrees with the published schema on certificates that lack a member', () => {
  for (const { content } of contents.filter(({ content }) => isBySchema(content))) {
    for (const { path } of placesIn(structuredClone(content) as Record<string, unknown>)) {
      const copy = structuredClone(content) as Record<string, unknown>;
      const place = placesIn(copy).find((one) => one.path === path);
      if (!place) continue;
      delete place.owner[place.member];
      if (schemaFaultsOf(content).length > 0) continue;
      expect([path, schemaFaultsOf(copy as JsonObject).length === 0]).toEqual([path, isBySchema(copy)]);
    }
  }
});

interface Place {
  readonly owner: Record<string, unknown>;
  readonly member: string;
  readonly path: string;
}
function placesIn(value: unknown, path = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, n) => placesIn(item, `${path}/${n}`));
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((member) => [
    { owner, member, path: `${path}/${member}` },
    ...placesIn(owner[member], `${path}/${member}`),
  ]);
}
