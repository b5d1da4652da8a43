import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../src/proofs/issue-proof.ts';
import { knownIssuers } from '../../src/trust/known-issuers.ts';
import type { TrustedKey, TrustList } from '../../src/trust/trust-list.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, publicKeyOf, publicPemOf, signed, signerFor, trustFor, unsigned } from '../sample-issuer.ts';

const suite: CryptosuiteName = 'Ed25519Signature2018';
/** The samples are signed at 2026-05-01T10:20:30Z. */
const [key] = trustFor(suite) as [TrustedKey];
const answer = async (trust: TrustList, known: TrustList = [], credential?: JsonObject) => {
  const found = await verify(credential ?? (await signed('domestic', suite)), { trust, known, at });
  return [found.verdict, found.checks.find(({ outcome }) => outcome === 'failed')?.code];
};

describe('a key counts for what it signed inside of its window, before it was compromised', () => {
  test.each([
    [{}, 'valid', undefined],
    [{ validFrom: '2026-05-01T00:00:00Z', validUntil: '2026-05-02T00:00:00Z' }, 'valid', undefined],
    // Clocks may differ by minutes.
    [{ validFrom: '2026-05-01T10:22:00Z' }, 'valid', undefined],
    [{ validFrom: '2026-05-02T00:00:00Z' }, 'untrusted-issuer', 'issuer.key-not-in-force'],
    [{ validUntil: '2026-05-01T00:00:00Z' }, 'untrusted-issuer', 'issuer.key-not-in-force'],
    [{ validUntil: 'nonsense' }, 'untrusted-issuer', 'issuer.key-not-in-force'],
    [{ compromisedSince: '2026-05-01T10:20:31Z' }, 'valid', undefined],
    [{ compromisedSince: '2026-05-01T10:20:30Z' }, 'untrusted-issuer', 'issuer.key-compromised'],
    [{ compromisedSince: '2026-01-01T00:00:00Z' }, 'untrusted-issuer', 'issuer.key-compromised'],
    // Signed a second before its key began, which a clock may do; but not by a key that was never its owner's alone.
    [{ validFrom: '2026-05-01T10:20:31Z' }, 'valid', undefined],
    [
      { validFrom: '2026-05-01T10:20:31Z', compromisedSince: '2026-05-01T10:20:31Z' },
      'untrusted-issuer',
      'issuer.key-compromised',
    ],
    [{ validFrom: '2026-05-01T10:20:31Z', compromisedSince: '2026-05-01T10:25:00Z' }, 'valid', undefined],
    [{ compromisedSince: 'nonsense' }, 'untrusted-issuer', 'issuer.key-compromised'],
  ])('%j: %s', async (limits, verdict, code) => {
    expect(await answer([{ ...key, ...limits }])).toEqual([verdict, code]);
  });

  test('the same key twice: the entry that counts', async () => {
    expect(await answer([{ ...key, validUntil: '2026-01-01T00:00:00Z' }, key])).toEqual(['valid', undefined]);
  });

  test('a proof that names another time was changed', async () => {
    const credential = await signed('domestic', suite);
    const earlier = {
      ...credential,
      proof: { ...(credential.proof as JsonObject), created: '2025-01-01T00:00:00Z' },
    };
    expect(await answer([{ ...key, compromisedSince: '2026-01-01T00:00:00Z' }], [], earlier)).toEqual([
      'tampered',
      'signature.changed',
    ]);
  });
});

describe('a stranger is told from a change', () => {
  const stranger = generateKeyPairSync('ed25519')
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  const bare: TrustList = [{ issuerName: 'A bare key', publicKey: stranger }];

  test('by the keys that are known but not trusted', async () => {
    expect(await answer(bare)).toEqual(['tampered', 'signature.changed']);
    const known: TrustList = [{ issuerName: 'Another country', publicKey: publicPemOf(suite) }];
    expect(await answer(bare, known)).toEqual(['untrusted-issuer', 'issuer.known-not-trusted']);
    const changed = { ...(await signed('domestic', suite)), nonTransferable: 'false' };
    expect(await answer(bare, known, changed)).toEqual(['tampered', 'signature.changed']);
  });

  test('by a key of another kind, and by a name that nobody has', async () => {
    const rsa = [{ issuerName: 'An RSA key', publicKey: publicPemOf('RsaSignature2018') }];
    expect(await answer(rsa)).toEqual(['untrusted-issuer', 'issuer.other-kind-of-key']);
    expect(await answer([{ ...key, verificationMethod: 'did:example:other#1' }])).toEqual([
      'untrusted-issuer',
      'issuer.untrusted',
    ]);
    expect(await answer([{ issuerName: 'Garbage', publicKey: 'garbage' }])).toEqual([
      'untrusted-issuer',
      'issuer.untrusted',
    ]);
  });

  test.each(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] as const)(
    'by the did:key that signed, %s',
    async (name) => {
      const { x, y } = publicKeyOf(name).export({ format: 'jwk' });
      const raw = Buffer.from(String(x), 'base64url');
      const odd = (Buffer.from(String(y), 'base64url').at(-1) ?? 0) & 1;
      const prefix = name === 'eddsa-rdfc-2022' ? [0xed, 0x01] : [0x80, 0x24, 2 + odd];
      const method = `did:key:z${base58.encode(Uint8Array.from([...prefix, ...raw]))}`;
      const signer = { ...signerFor(name), verificationMethod: method };
      const credential = await issueProof(
        unsigned('domestic', name),
        cryptosuites[name],
        signer,
        '2026-05-01T10:20:30Z',
      );
      const kind =
        name === 'eddsa-rdfc-2022'
          ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const other: TrustList = [
        {
          issuerName: 'Another',
          publicKey: kind.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        },
      ];
      expect(await answer(other, [], credential)).toEqual(['untrusted-issuer', 'issuer.untrusted']);
      const changed = { ...credential, certificateId: 'ZZZZZZZZZZZZZZZZZ' };
      expect(await answer(other, [], changed)).toEqual(['tampered', 'signature.changed']);
      expect(await answer([{ issuerName: 'Itself', publicKey: publicPemOf(name) }], [], credential)).toEqual([
        'valid',
        undefined,
      ]);
    },
  );

  test('the national issuers of DIVOC certificates are known', async () => {
    const { cases } = JSON.parse(
      readFileSync(
        join(import.meta.dirname, '../../../../test-vectors/divoc/signed-credentials.json'),
        'utf8',
      ),
    );
    const india = cases.find(({ key }: { key: string }) => key !== 'test-key').credential;
    const other: TrustList = [{ issuerName: 'RSA', publicKey: publicPemOf('RsaSignature2018') }];
    const { verdict, checks } = await verify(india, { trust: other, known: knownIssuers, at });
    expect(verdict).toBe('untrusted-issuer');
    expect(checks.at(-1)).toMatchObject({
      code: 'issuer.known-not-trusted',
      values: { issuer: 'Government of India' },
    });
  });
});
