import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { packDivocPayload } from '../../src/qr/divoc-payload.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, type Kind, signed, trustFor } from '../sample-issuer.ts';

const suites = Object.keys(cryptosuites) as CryptosuiteName[];
const kinds: Kind[] = ['domestic', 'international', 'test'];
const all = suites.flatMap((suite) => kinds.map((kind) => [suite, kind] as const));

describe("Mohar's own certificates", () => {
  test.each(all)('%s, %s: valid from the QR code, status not checked', async (suite, kind) => {
    const text = JSON.stringify(await signed(kind, suite));
    for (const wrapping of ['text', 'bytes'] as const) {
      const result = await verify(packDivocPayload(text, wrapping), { trust: trustFor(suite), at });
      expect(result.verdict).toBe('valid');
      expect(result.status).toEqual({ state: 'not-checked' });
      expect(result.issuerName).toBe('Test issuer');
      expect(result.checks.every(({ outcome }) => outcome !== 'failed' && outcome !== 'warning')).toBe(true);
    }
  });

  test.each(all)('%s, %s: any changed value is found', async (suite, kind) => {
    const credential = await signed(kind, suite);
    const places = leaves(credential).filter(({ path }) => !['@context', 'type'].includes(path[0] ?? ''));
    for (const { path, value } of places) {
      const changed = put(credential, path, typeof value === 'number' ? value + 1 : `${value}x`);
      const { verdict } = await verify(changed, { trust: trustFor(suite), at });
      expect(verdict, path.join('/')).not.toBe('valid');
    }
  });

  test.each(all)('%s, %s: any two exchanged values are found', async (suite, kind) => {
    const credential = await signed(kind, suite);
    const places = leaves(credential).filter(({ path }) =>
      ['evidence', 'credentialSubject'].includes(path[0] ?? ''),
    );
    const pairs = places
      .flatMap((a, i) => places.slice(i + 1).map((b) => [a, b] as const))
      .filter(([a, b]) => a.value !== b.value);
    // The pairs that share an IRI first, then a sample of the rest: each takes milliseconds.
    const sameNode = pairs.filter(([a, b]) => a.path.slice(0, -1).join() === b.path.slice(0, -1).join());
    for (const [a, b] of [...sameNode.slice(0, 90), ...pairs.filter((_, i) => i % 23 === 0).slice(0, 20)]) {
      const exchanged = put(put(credential, a.path, b.value), b.path, a.value);
      const { verdict } = await verify(exchanged, { trust: trustFor(suite), at });
      expect(verdict, `${a.path.join('/')} and ${b.path.join('/')}`).not.toBe('valid');
    }
  });

  test('members moved, added, wrapped or hidden are found', async () => {
    const credential = await signed('domestic', 'Ed25519Signature2018');
    const subject = credential.credentialSubject as JsonObject;
    const [evidence] = credential.evidence as readonly JsonObject[];
    const verdictOf = async (change: JsonObject) =>
      (await verify({ ...credential, ...change }, { trust: trustFor('Ed25519Signature2018'), at })).verdict;
    const { name, ...nameless } = subject;
    expect(await verdictOf({ credentialSubject: { ...nameless, 'schema:name': name ?? '' } })).not.toBe(
      'valid',
    );
    expect(await verdictOf({ credentialSubject: { ...subject, name: { '@value': name ?? '' } } })).not.toBe(
      'valid',
    );
    expect(await verdictOf({ credentialSubject: { ...subject, dob: '2001-01-01' } })).not.toBe('valid');
    expect(await verdictOf({ credentialSubject: { ...subject, name: [name ?? '', name ?? ''] } })).not.toBe(
      'valid',
    );
    expect(await verdictOf({ credentialSubject: { ...subject, '@context': { name: 'schema:x' } } })).not.toBe(
      'valid',
    );
    expect(await verdictOf({ evidence: [{ ...evidence, dose: [1, 2] }] })).not.toBe('valid');
    expect(await verdictOf({ evidence: [evidence as JsonObject, { ...evidence, dose: 9 }] })).not.toBe(
      'valid',
    );
  });

  test('an unknown issuer is untrusted, not tampered; another algorithm is never accepted', async () => {
    const credential = await signed('domestic', 'Ed25519Signature2018');
    expect((await verify(credential, { trust: [], at })).verdict).toBe('untrusted-issuer');
    const rsa = trustFor('RsaSignature2018');
    expect((await verify(credential, { trust: rsa, at })).verdict).toBe('untrusted-issuer');
    const proof = credential.proof as JsonObject;
    const relabelled = { ...credential, proof: { ...proof, type: 'RsaSignature2018' } };
    expect((await verify(relabelled, { trust: rsa, at })).verdict).toBe('tampered');
  });

  test('a certificate is not valid before its time', async () => {
    const credential = await signed('domestic', 'Ed25519Signature2018');
    const early = await verify(credential, {
      trust: trustFor('Ed25519Signature2018'),
      at: Date.parse('2026-04-01'),
    });
    expect(early.verdict).toBe('not-yet-valid');
  });
});

describe('anything else', () => {
  test('no bytes and no text make it throw, or are valid', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 3_000 }),
          fc.string(),
          fc.json(),
          fc.constant('https://shop.example/p?x=1'),
          fc.constant('B64:@@'),
        ),
        async (scanned) => {
          const { verdict } = await verify(scanned, { trust: trustFor('Ed25519Signature2018'), at });
          expect(verdict).toBe('unreadable');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a document made to be slow to canonicalise is given up', async () => {
    const credential = await signed('domestic', 'Ed25519Signature2018');
    const [evidence] = credential.evidence as readonly JsonObject[];
    const twins = Array.from({ length: 40 }, () => ({
      ...evidence,
      id: undefined,
      verifier: [{}, {}, {}],
      facility: [{}, {}, {}],
    }));
    const slow = JSON.parse(JSON.stringify({ ...credential, evidence: twins }));
    const { verdict } = await verify(slow, { trust: trustFor('Ed25519Signature2018'), at });
    expect(['unreadable', 'tampered']).toContain(verdict);
  });

  test('flipped bits of a QR payload are never valid', async () => {
    const payload = packDivocPayload(JSON.stringify(await signed('domestic', 'Ed25519Signature2018')));
    const original = JSON.stringify(await signed('domestic', 'Ed25519Signature2018'));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: payload.length - 1 }), fc.nat({ max: 7 }), async (byte, bit) => {
        const flipped = Uint8Array.from(payload);
        flipped[byte] = (flipped[byte] ?? 0) ^ (1 << bit);
        const result = await verify(flipped, { trust: trustFor('Ed25519Signature2018'), at });
        // Bits of the zip's own bookkeeping may change without changing the certificate.
        if (result.verdict === 'valid')
          expect(result.credential?.credentialSubject).toEqual(JSON.parse(original).credentialSubject);
      }),
      { numRuns: 300 },
    );
  });
});

describe("other issuers' certificates, as their sources say", () => {
  const vectors = join(import.meta.dirname, '../../../../test-vectors');
  const read = (name: string) => readFileSync(join(vectors, name), 'utf8');
  const issuers = Object.entries(
    JSON.parse(read('trust/divoc-issuers.json')) as Record<string, { name: string; publicKeyPem: string }>,
  );
  const trust = issuers.map(([method, { name, publicKeyPem }]) => ({
    issuerName: name,
    verificationMethod: method,
    publicKey: publicKeyPem,
  }));
  const { keys, cases } = JSON.parse(read('divoc/signed-credentials.json')) as {
    keys: Record<string, string>;
    cases: { key: string; credential: JsonObject; expected: string }[];
  };
  const india = cases.find(({ key }) => key === 'did:india')?.credential as JsonObject;

  test.each(cases)('RSA, key $key: $expected', async ({ key, credential }) => {
    const own = keys[key];
    const result = await verify(credential, {
      trust: own ? [{ issuerName: key, publicKey: own }] : trust,
      at,
    });
    expect(result.verdict).toBe('valid');
  });

  test('what the signature of such a certificate cannot tell apart is named', async () => {
    const { verdict, checks } = await verify(india, { trust, at });
    expect(verdict).toBe('valid');
    const binding = checks.find(({ name }) => name === 'binding');
    expect(binding?.outcome).toBe('warning');
    for (const name of ['dose / totalDoses', 'effectiveStart', 'vaccine'])
      expect(binding?.detail).toContain(name);
  });

  test('a member that no context defines is left out, and named', async () => {
    const subject = { ...(india.credentialSubject as JsonObject), dob: '1999-09-09' };
    const result = await verify({ ...india, credentialSubject: subject }, { trust, at });
    expect(result.verdict).toBe('valid');
    expect(result.credential?.credentialSubject).not.toHaveProperty('dob');
    expect(result.checks.find(({ name }) => name === 'signature')).toMatchObject({ outcome: 'warning' });
  });

  test("DIVOC's own Ed25519 certificate; WHO's sample of India's; KDE's with the signature zeroed", async () => {
    const { divocTestEd25519 } = JSON.parse(read('divoc/keys.json'));
    const { base58 } = await import('@scure/base');
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      base58.decode(divocTestEd25519.publicKeyBase58),
    ]);
    const ed25519 = await verify(JSON.parse(read('divoc/divoc-ed25519-signed.json')), {
      trust: [{ issuerName: 'DIVOC', publicKey: spki }],
      at,
    });
    expect(ed25519.verdict).toBe('valid');
    expect((await verify(read('gdhcn-validator/DIVOCQR1Contents.txt'), { trust, at })).verdict).toBe('valid');
    const kde = [{ issuerName: 'KDE', publicKey: read('kde/did-india.pem') }];
    const zeroed = readFileSync(join(vectors, 'kde/partial-vaccination.bin'));
    expect((await verify(zeroed, { trust: kde, at })).verdict).toBe('tampered');
  });
});

interface Leaf {
  readonly path: readonly string[];
  readonly value: string | number;
}

function leaves(value: JsonValue, path: readonly string[] = []): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => leaves(member as JsonValue, [...path, name]));
}

function put(value: JsonValue, [head, ...rest]: readonly string[], leaf: JsonValue): JsonObject {
  if (head === undefined) return leaf as unknown as JsonObject;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as Record<
    string,
    JsonValue
  >;
  copy[head] = put(copy[head] ?? null, rest, leaf);
  return copy as JsonObject;
}
