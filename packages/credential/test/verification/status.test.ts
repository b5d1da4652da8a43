import { describe, expect, test } from 'vitest';
import type { StatusFinding, StatusSource } from '../../src/status/status-source.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, signed, trustFor } from '../sample-issuer.ts';

const trust = trustFor('Ed25519Signature2018').map((key) => ({ ...key, issuer: 'did:example:issuer' }));
const source = (found: StatusFinding, change: Partial<StatusSource> = {}): StatusSource => ({
  issuer: 'did:example:issuer',
  checkedAt: '2026-05-31T00:00:00Z',
  lookUp: () => found,
  ...change,
});
const answer = async (...status: StatusSource[]) => {
  const found = await verify(await signed('domestic', 'Ed25519Signature2018'), { trust, at, status });
  return { ...found, code: found.checks.find(({ name }) => name === 'status')?.code };
};

describe('status', () => {
  test('without a source, or with none that knows: valid, not checked', async () => {
    for (const sources of [[], [source({ state: 'unknown' })]]) {
      expect(await answer(...sources)).toMatchObject({
        verdict: 'valid',
        status: { state: 'not-checked' },
        code: 'status.not-checked',
      });
    }
  });

  test('a source of another issuer is not asked', async () => {
    const other = source({ state: 'revoked' }, { issuer: 'did:example:other' });
    expect(await answer(other)).toMatchObject({ verdict: 'valid', status: { state: 'not-checked' } });
  });

  test('one that says revoked is believed, whatever newer ones say; what each knows is put together', async () => {
    const found = await answer(
      source({ state: 'revoked' }),
      source({ state: 'in-force' }, { checkedAt: '2026-06-01T00:00:00Z' }),
      source({ state: 'revoked', reason: 'superseded', revokedAt: '2026-05-20T00:00:00Z' }),
    );
    expect(found).toMatchObject({
      verdict: 'revoked',
      status: { state: 'checked', checkedAt: '2026-06-01T00:00:00Z' },
      revocation: { reason: 'superseded', revokedAt: '2026-05-20T00:00:00Z' },
      code: 'status.superseded',
    });
  });

  test('in force; in force by old data: valid with a warning', async () => {
    expect(await answer(source({ state: 'in-force' }))).toMatchObject({
      verdict: 'valid',
      status: { state: 'checked', checkedAt: '2026-05-31T00:00:00Z' },
      code: 'status.in-force',
    });
    const old = source({ state: 'in-force' }, { staleAfter: '2026-05-31T12:00:00Z' });
    expect(await answer(old)).toMatchObject({ verdict: 'valid', code: 'status.stale' });
  });

  test('a revoked one that is expired too is revoked', async () => {
    const credential = await signed('domestic', 'Ed25519Signature2018');
    const found = await verify(credential, {
      trust,
      at: Date.parse('2020-01-01T00:00:00Z'),
      status: [source({ state: 'revoked' })],
    });
    expect(found.verdict).toBe('revoked');
  });

  test('is asked by certificate id and time of signature, of nothing else', async () => {
    const asked: unknown[] = [];
    await answer(
      source(
        { state: 'in-force' },
        {
          lookUp: (query) => {
            asked.push(query);
            return { state: 'in-force' };
          },
        },
      ),
    );
    expect(asked).toEqual([
      { certificateId: 'ZW7QD48VXF7XQXTV3', signedAt: Date.parse('2026-05-01T10:20:30Z') },
    ]);
  });
});
