import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NQuads } from 'rdf-canonize';
import { describe, expect, test } from 'vitest';
import { canonicalDataset } from '../../../src/proofs/canonicalization/with-libraries.ts';

interface Case {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly computationalComplexity: 'low' | 'medium' | 'high';
  readonly hashAlgorithm?: string;
  readonly action: string;
  readonly result?: string;
}

const folder = join(import.meta.dirname, '../../../../../test-vectors/w3c/rdf-canon');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const { entries } = JSON.parse(read('manifest.jsonld')) as { entries: Case[] };
// The maps of labels are inside of the algorithm; other hashes than SHA-256 are in none of Mohar's suites.
const cases = entries.filter((one) => one.type !== 'rdfc:RDFC10MapTest' && one.hashAlgorithm === undefined);
const canonical = ({ action }: Case) => canonicalDataset(NQuads.parse(read(action)), 'RDFC-1.0');

describe("the W3C's test suite of RDFC-1.0, on the path that takes every document", () => {
  const bounded = cases.filter(({ computationalComplexity }) => computationalComplexity !== 'high');
  test.each(bounded.map((one) => [one.id, one.name, one] as const))('%s %s', async (_id, _name, one) => {
    expect(await canonical(one)).toBe(read(one.result as string));
  });

  const costly = cases.filter(({ computationalComplexity }) => computationalComplexity === 'high');
  test.each(costly.map((one) => [one.id, one.name, one] as const))(
    '%s %s: right, or refused before it takes long',
    async (_id, _name, one) => {
      const written = await canonical(one).catch((error: Error) => error);
      if (one.result === undefined) expect(written).toBeInstanceOf(Error);
      else if (typeof written === 'string') expect(written).toBe(read(one.result));
      else expect(written.message).toMatch(/deep iterations/i);
    },
  );
});
