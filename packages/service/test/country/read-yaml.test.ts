import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/country/read-yaml.ts';

const faultsOf = (text: string) =>
  readYaml(text).faults.map(
    ({ pointer, place, message }) => `${place.line}:${place.column} ${pointer || '/'} ${message}`,
  );

describe('YAML is data alone', () => {
  test('reads what JSON can say', () => {
    const text = 'a: [1, yes, "02", null]\nb:\n  c: 2021-01-01 # a comment\n';
    expect(readYaml(text)).toMatchObject({
      faults: [],
      value: { a: [1, 'yes', '02', null], b: { c: '2021-01-01' } },
    });
  });

  test.each([
    [
      'an anchor and an alias',
      'a: &x [1]\nb: *x\n',
      ['1:7 /a must have no anchor', '2:4 /b must be written out'],
    ],
    ['a merge key', 'a:\n  <<: { b: 1 }\n', ['2:3 /a/<< must be written out: merge keys']],
    ['a tag of YAML', 'a: !!binary aGk=\n', ['1:13 /a must have no tag']],
    ['a tag of somebody', 'a: !js 1\n', ['1:4 / Unresolved tag']],
    ['a directive', '%YAML 1.1\n---\na: no\n', ['1:1 / must have no directive']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['2:1 / Source contains multiple documents']],
    ['a name given twice', 'a: 1\n"a": 2\n', ['2:1 / Map keys must be unique']],
    ['a name that is a number', 'a:\n  1: 2\n', ['2:3 /a/1 names are texts']],
    ['a name that is a list', '? [a]\n: 1\n', ['1:3 / names are texts']],
    ['a name that objects have', '__proto__: {}\n', ['1:1 /__proto__ is no name']],
    ['no number', 'a: .inf\n', ['1:4 /a must be a number that JSON has']],
    ['a quotation without an end', 'a: "b\n', ['2:1 / Missing closing "quote']],
    ['more text than anybody writes', `# ${'x'.repeat(1024 * 1024)}\n`, ['1:1 / must have at most']],
    [
      'more brackets than there is room for',
      `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      ['1:1 / must not be nested'],
    ],
  ])('refuses %s', (_, text, expected) => {
    const faults = faultsOf(text);
    expect(faults).toEqual(expected.map((start) => expect.stringContaining(start)));
    expect(readYaml(text).value).toBeUndefined();
  });

  test('many aliases of aliases take no time and no room', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`,
    );
    const text = ['a0: &a0 x', ...levels].join('\n');
    const started = performance.now();
    expect(readYaml(text).value).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('knows where everything is', () => {
    const { placeOf } = readYaml('a:\n  - b: 1\n    c/d: [x, y]\n');
    expect(placeOf('/a/0/c~1d/1')).toEqual({ line: 3, column: 14 });
    expect(placeOf('/a/0/c~1d', true)).toEqual({ line: 3, column: 5 });
    // Of what is missing: where it is missed.
    expect(placeOf('/a/0/e')).toEqual({ line: 2, column: 5 });
    expect(placeOf('')).toEqual({ line: 1, column: 1 });
  });
});
