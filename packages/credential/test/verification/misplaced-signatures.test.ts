import { describe, expect, test } from 'vitest';
import type { TrustedKey } from '../../src/trust/trust-list.ts';
import { verify } from '../../src/verification/verify.ts';
import { at } from '../sample-issuer.ts';
import {
  keyOfAllTrades,
  otherEvents,
  signedInEveryFormat,
  type Use,
} from './changes/documents/misplaced-signatures.ts';

const { signer, trustedFor } = keyOfAllTrades();
const signed = await signedInEveryFormat(signer);
const uses: readonly Use[] = ['W3C credentials', 'HCERT', 'health cards', 'VDS-NC'];

const verdictOf = async (text: string, ...trust: TrustedKey[]) => (await verify(text, { trust, at })).verdict;

describe.each(uses)('a key that is trusted for %s', (use) => {
  test.each(signed)('and signs a $name', async (one) => {
    const expected = one.use === use ? 'valid' : 'untrusted-issuer';
    expect(await verdictOf(one.text, trustedFor(use))).toBe(expected);
  });

  test.each(signed)('and signs a $name, which another key is trusted for', async (one) => {
    const other = keyOfAllTrades();
    if (one.use === use) return;
    expect(await verdictOf(one.text, trustedFor(use), other.trustedFor(one.use))).toMatch(
      /^(?:tampered|untrusted-issuer)$/,
    );
  });
});

test('a key for some events, of one country or issuer, or for a time, signs no other', async () => {
  const of = (name: string) => signed.find((one) => one.name === name)?.text ?? '';
  const { test: tested, recovery } = await otherEvents(signer);
  const hcert = (document: object, entry: Partial<TrustedKey> = {}) => ({
    ...trustedFor('HCERT', document),
    ...entry,
  });
  for (const name of ['EU DCC', 'DDCC', 'ICVP']) {
    expect(await verdictOf(of(name), hcert({ events: ['vaccination'] }))).toBe('valid');
    expect(await verdictOf(of(name), hcert({ events: ['test', 'recovery'] }))).toBe('malformed');
    expect(await verdictOf(of(name), hcert({ events: [] }))).toBe('malformed');
    expect(await verdictOf(of(name), hcert({ country: 'IN' }))).toBe('valid');
    expect(await verdictOf(of(name), hcert({ country: 'FR' }))).toBe('untrusted-issuer');
    expect(await verdictOf(of(name), hcert({ keyId: 'AQIDBAUGBwk=' }))).toBe('untrusted-issuer');
  }
  expect(await verdictOf(tested, hcert({ events: ['vaccination', 'recovery'] }))).toBe('malformed');
  expect(await verdictOf(recovery, hcert({ events: ['vaccination', 'test'] }))).toBe('malformed');
  const elsewhere = trustedFor('health cards', { iss: 'https://another.example' });
  expect(await verdictOf(of('health card'), elsewhere)).toBe('untrusted-issuer');
  for (const { text, use } of signed) {
    const limits: Partial<TrustedKey>[] = [
      { validUntil: '2026-04-01T00:00:00Z' },
      { validFrom: '2026-07-01T00:00:00Z' },
      { compromisedSince: '2026-01-01T00:00:00Z' },
    ];
    for (const limit of limits) {
      expect(await verdictOf(text, { ...trustedFor(use), ...limit })).toBe('untrusted-issuer');
    }
  }
});
