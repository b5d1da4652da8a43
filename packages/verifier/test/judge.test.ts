import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCardKeySet } from '@mohar/credential/trust/card-key-set.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';

describe('several codes in a picture', () => {
  const seals = '../../credential/src/formats/vds-nc/verify.ts';
  const absent = (): never => {
    throw new TypeError('Failed to fetch dynamically imported module');
  };
  afterEach(() => vi.doUnmock(seals));

  const vectors = join(import.meta.dirname, '../../../test-vectors');
  const read = (name: string) => readFileSync(join(vectors, name), 'utf8').trim();
  const seal = read('vds-nc/ICAOAUQR1Contents.txt');
  const card = read('smart-health-card/specification/example-00-d-jws.txt');
  const trust = readCardKeySet(JSON.parse(read('smart-health-card/specification/issuer.jwks.json')), {
    iss: 'https://spec.smarthealth.cards/examples/issuer',
    issuerName: 'Specification',
  });
  const now = Date.parse('2026-11-23T00:00:00Z');

  /** A browser in which the room of visible digital seals is so. */
  async function withSeals(room: () => Record<string, unknown>) {
    vi.resetModules();
    vi.doMock(seals, room);
    const { judge } = await import('../src/engine/judge.ts');
    const { failureOf } = await import('../src/engine/failure-of.ts');
    const said = (candidates: readonly string[]) =>
      judge(candidates, { trust, status: [] }, now).then(
        ({ verdict, format }) => [verdict, format],
        (error: unknown) => failureOf(error),
      );
    return said;
  }

  it.each([
    ['before', [seal, card]],
    ['behind', [card, seal]],
  ])('one that cannot be judged here hides no other that stands %s it', async (_, candidates) => {
    const said = await withSeals(absent);
    expect(await said(candidates)).toEqual(['valid', 'shc']);
  });

  it.each([
    ['alone', [seal]],
    ['beside what is no certificate', [seal, 'https://shop.example']],
    ['behind what is no certificate', ['https://shop.example', seal]],
  ])('one that cannot be judged here, %s, is said to be that', async (_, candidates) => {
    const said = await withSeals(absent);
    expect(await said(candidates)).toBe('not-here-yet');
  });

  it('no other failure is said to be that', async () => {
    const said = await withSeals(() => ({
      verifyVdsNc: async () => {
        throw new RangeError('A mistake in the program.');
      },
    }));
    expect(await said([seal])).toBe('broken');
  });
});
