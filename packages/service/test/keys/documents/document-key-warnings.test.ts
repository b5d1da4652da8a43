import { describe, expect, test } from 'vitest';
import { documentKeyWarnings } from '../../../src/keys/documents/document-key-warnings.ts';
import type { DocumentKey } from '../../../src/registry/document-keys.ts';
import { createAuthority } from '../../../src/signing/x509/authority.ts';

const day = 24 * 3_600_000;
const now = new Date('2026-03-01T00:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * day);

/** A key of the registry that signs from one day to another; nothing is said of its certificate. */
const key = (id: string, from: number, until: number, more: Partial<DocumentKey> = {}): DocumentKey => ({
  id,
  use: 'hcert',
  state: 'active',
  algorithm: 'ES256',
  publicKey: '',
  events: [],
  development: false,
  kept: 'sealed',
  createdAt: at(from),
  validFrom: at(from),
  signsUntil: at(until),
  validUntil: at(until + 365),
  ...more,
});
const warnings = (
  keys: readonly DocumentKey[],
  days = 0,
  needed: readonly DocumentKey['use'][] = [keys[0]?.use ?? 'hcert'],
) => documentKeyWarnings(keys, { needed }, at(days).getTime());
const said = (...args: Parameters<typeof warnings>) =>
  warnings(...args).map(({ code, keyId, within }) => [code, keyId, within]);

describe('the first moment at which nothing signs', () => {
  test('a gap before the successor begins is seen, however long that signs', () => {
    const keys = [key('a', -100, 5), key('b', 15, 200)];
    expect(said(keys)).toEqual([['DOCUMENT_KEY_EXPIRES', 'a', 7]]);
    expect(warnings(keys)[0]?.message).toBe(
      `The hcert key a signs until ${at(5).toISOString()}, and key b follows it only at ${at(15).toISOString()}: have its successor certified and made known before.`,
    );
    expect(said([key('a', -100, 15), key('b', 15, 200)])).toEqual([]);
    // Three in a row, the second before the third.
    expect(said([key('a', -100, 5), key('b', 4, 50), key('c', 51, 200)])).toEqual([
      ['DOCUMENT_KEY_EXPIRES', 'b', 60],
    ]);
    expect(said([key('a', -100, 5), key('b', 4, 50), key('c', 50, 109)])).toEqual([]);
  });

  test('one key for all events, followed by one for each, is followed without a gap', () => {
    const former = key('a', -100, -1);
    const limited = (['vaccination', 'test', 'recovery'] as const).map((event) =>
      key(event, -2, 180, { events: [event] }),
    );
    expect(said([former, ...limited])).toEqual([]);
    expect(said([key('a', -100, 5), ...limited])).toEqual([]);
  });

  test('an event that nobody signs after it is named, and only that', () => {
    const keys = [key('a', -100, 20), key('b', -2, 180, { events: ['vaccination'] })];
    expect(said(keys)).toEqual([['DOCUMENT_KEY_EXPIRES', 'a', 30]]);
    expect(said(keys, 21)).toEqual([['DOCUMENT_KEY_EXPIRES', 'a', 0]]);
    expect(warnings(keys, 21)[0]?.message).toContain('no other follows it');
    const two = [key('v', -2, 5, { events: ['vaccination'] }), key('t', -2, 20, { events: ['test'] })];
    expect(warnings(two)).toMatchObject([
      { keyId: 'v', message: expect.stringContaining('certificates of vaccination until') },
      { keyId: 't', message: expect.stringContaining('certificates of test until') },
    ]);
  });

  test('seals of ICAO are of vaccinations and tests: one key for each is enough', () => {
    const seal = (id: string, events: DocumentKey['events'], until: number) =>
      key(id, -100, until, { use: 'vds-nc', events });
    expect(said([seal('a', [], 5), seal('v', ['vaccination'], 180), seal('t', ['test'], 180)])).toEqual([]);
  });

  test('a use that needs a key, and has none that signs, lacks one; others do not, whatever they had', () => {
    const { validFrom: _, signsUntil: __, validUntil: ___, ...requested } = key('a', 0, 1);
    const without: readonly DocumentKey[][] = [
      [],
      [{ ...requested, state: 'requested' }],
      [{ ...requested, state: 'retired', retiredAt: at(-1) }],
      [key('b', -9, 100, { state: 'retired', retiredAt: at(-1) })],
      [key('c', 9, 100)],
    ];
    for (const keys of without) {
      expect(said(keys)).toEqual([['DOCUMENT_KEY_MISSING', '', undefined]]);
      expect(said(keys, 0, [])).toEqual([]);
    }
    expect(said([key('d', -9, 100)])).toEqual([]);
  });
});

describe('how long documents count', () => {
  test('where the key that signs now leaves them less than a year; one that signs no more does not matter', () => {
    const short = key('a', -10, 100, { validUntil: at(200) });
    expect(said([short])).toEqual([['DOCUMENT_VALIDITY_SHORT', 'a', undefined]]);
    expect(said([short, key('b', -5, 180)])).toEqual([]);
    const limited = key('b', -5, 180, { events: ['test'] });
    expect(said([short, limited])).toEqual([['DOCUMENT_VALIDITY_SHORT', 'a', undefined]]);
    expect(said([key('c', -10, 100, { use: 'shc' })])).toEqual([]);
  });

  test('60, 30 and 7 days before the newest key’s authority makes no signers of full length any more', async () => {
    const authority = (await createAuthority({ country: 'XX', commonName: 'CSCA' }, now)).certificate;
    const later = (await createAuthority({ country: 'XX', commonName: 'CSCA' }, at(800))).certificate;
    for (const [use, signsFor] of [
      ['hcert', 183],
      ['vds-nc', 365],
    ] as const) {
      const last = 1_461 - 365 - signsFor;
      const keys = (more: Partial<DocumentKey> = {}) => [
        key('a', 0, 2_000, { use, authority, validUntil: at(4_000), ...more }),
      ];
      const on = (days: number, more: Partial<DocumentKey> = {}) =>
        warnings(keys(more), days).map(({ code, within }) => [code, within]);
      expect(on(last - 61)).toEqual([]);
      for (const [before, within] of [
        [59, 60],
        [29, 30],
        [6, 7],
        [-1, 0],
      ] as const)
        expect(on(last - before)).toEqual([['DOCUMENT_AUTHORITY_EXPIRES', within]]);
      expect(warnings(keys(), last)[0]?.message).toContain(`sign for less than ${signsFor} days`);
      expect(on(last, { development: true })).toEqual([]);
      const newer = key('b', last - 10, 2_000, { use, authority: later, validUntil: at(4_000) });
      expect(said([...keys(), newer], last)).toEqual([]);
    }
  });
});
