import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CborValue } from '../../../src/cose/cbor.ts';
import { encodeCbor } from '../../../src/cose/cbor.ts';
import { readSign1 } from '../../../src/cose/sign1.ts';
import { buildEuDcc } from '../../../src/formats/eu-dcc/build.ts';
import type { EuDcc } from '../../../src/formats/eu-dcc/certificate.ts';
import { encodeEuDcc } from '../../../src/formats/eu-dcc/encode.ts';
import { verifyEuDcc } from '../../../src/formats/eu-dcc/verify.ts';
import { signHcert } from '../../../src/hcert/claims.ts';
import { packHc1, unpackHc1 } from '../../../src/hcert/hc1.ts';
import type { StatusSource } from '../../../src/status/status-source.ts';
import type { TrustList } from '../../../src/trust/trust-list.ts';
import { publicPemOf } from '../../sample-issuer.ts';
import { createAuthority } from '../../x509/certificate-authority.ts';
import { at, certificateId, issuedAt, testRecord, vaccinationRecord } from './sample-records.ts';
import { createHcertSigner, hcertEntry } from './signers.ts';

const authority = createAuthority();
const signer = createHcertSigner(authority);
const validity = { issuedAt, expiresAt: Date.parse('2027-05-01T10:20:30Z') };
const content = buildEuDcc(vaccinationRecord());
const text = await encodeEuDcc(content, signer, validity);
const trust = [hcertEntry(signer, {}, { country: 'LK' })];

const verdictOf = async (given: string, keys: TrustList = trust, time = at, more = {}) => {
  const { verdict, checks } = await verifyEuDcc(given, { trust: keys, at: time, ...more });
  const bad = checks.find(({ outcome }) => outcome === 'failed');
  return bad ? `${verdict}: ${bad.code}` : verdict;
};
/** Content of any form, signed as it is. */
const signed = (claims: object) => signHcert(1, cborOf(claims), signer, { issuer: 'LK', ...validity });
const cborOf = (value: unknown): CborValue =>
  Array.isArray(value)
    ? value.map(cborOf)
    : typeof value === 'object' && value !== null
      ? new Map(Object.entries(value).map(([name, member]) => [name, cborOf(member)]))
      : (value as CborValue);

test('says what it is, whose, and what a person looks at', async () => {
  const answer = await verifyEuDcc(text, { trust, at });
  expect(answer).toMatchObject({
    verdict: 'valid',
    format: 'eu-dcc',
    issuerName: 'Ministry of Health',
    content,
    status: { state: 'not-checked' },
    summary: {
      kind: 'vaccination',
      certificateId,
      issuedAt: '2026-05-01T10:20:30.000Z',
      holder: { name: 'Ibrahim Fernando', birthDate: '1979-11', birthYear: '1979' },
      vaccination: {
        disease: 'COVID-19',
        vaccine: 'Comirnaty',
        manufacturer: 'Biontech Manufacturing GmbH',
        prophylaxis: 'SARS-CoV-2 mRNA vaccine',
        date: '2022-01-20',
        dose: 3,
        totalDoses: 2,
        stage: 'booster',
      },
      attestedBy: 'Ministry of Health',
    },
  });
  expect(answer.checks.map(({ code }) => code)).toEqual([
    'format.read',
    'issuer.trusted',
    'signature.holds',
    'dates.in-force',
    'status.not-checked',
  ]);
});

test('summarizes tests and recoveries', async () => {
  const summaryOf = async (one: EuDcc) =>
    (await verifyEuDcc(await encodeEuDcc(one, signer, validity), { trust, at })).summary;
  expect(await summaryOf(buildEuDcc(testRecord()))).toMatchObject({
    kind: 'test',
    test: {
      disease: 'COVID-19',
      testName: 'SARS-CoV-2 RT-PCR',
      testType: 'Nucleic acid amplification with probe detection',
      result: 'Not detected',
      sampledAt: '2022-02-01T06:30:00Z',
    },
    facility: 'District Laboratory, Lucknow',
  });
  const recovered = buildEuDcc(testRecord({ testDetails: { result: 'Positive' } }), {
    recovery: { fromDay: 11, untilDay: 180 },
  });
  expect(await summaryOf(recovered)).toMatchObject({
    kind: 'recovery',
    recovery: { firstPositiveOn: '2022-02-01', effectiveFrom: '2022-02-12', effectiveUntil: '2022-07-31' },
  });
});

describe('keys', () => {
  const other = createHcertSigner(authority);
  const sameId = createHcertSigner(authority, { keyId: signer.keyId });

  test.each<[string, TrustList, string]>([
    ['nobody', [], 'untrusted-issuer: issuer.untrusted'],
    ['a stranger', [hcertEntry(other)], 'untrusted-issuer: issuer.untrusted'],
    ['another key of the id', [hcertEntry(sameId)], 'tampered: signature.changed'],
    ['two keys of one id', [hcertEntry(sameId), hcertEntry(signer)], 'valid'],
    [
      'the key, under another id',
      [hcertEntry({ ...signer, keyId: other.keyId })],
      'untrusted-issuer: issuer.untrusted',
    ],
    ['the key, for what a bearer of it likes', [{ issuerName: 'x', publicKey: signer.publicPem }], 'valid'],
    [
      'the key as such, and under another id',
      [{ issuerName: 'x', publicKey: signer.publicPem }, hcertEntry({ ...signer, keyId: other.keyId })],
      'untrusted-issuer: issuer.untrusted',
    ],
    [
      'the key, for W3C credentials',
      [{ issuerName: 'x', publicKey: signer.publicPem, verificationMethod: 'did:example:x#1' }],
      'untrusted-issuer: issuer.untrusted',
    ],
    [
      'the key, for another format',
      [
        {
          issuerName: 'x',
          publicKey: signer.publicPem,
          document: { format: 'shc', keyId: signer.keyId, iss: 'https://x.example' },
        },
      ],
      'untrusted-issuer: issuer.untrusted',
    ],
    [
      'a key of another kind',
      [hcertEntry({ ...signer, publicPem: publicPemOf('RsaSignature2018') })],
      'untrusted-issuer: issuer.other-kind-of-key',
    ],
    [
      'the key, ended before',
      [hcertEntry(signer, { validUntil: '2026-04-30T00:00:00Z' })],
      'untrusted-issuer: issuer.key-not-in-force',
    ],
    [
      'the key, begun after',
      [hcertEntry(signer, { validFrom: '2026-05-02T00:00:00Z' })],
      'untrusted-issuer: issuer.key-not-in-force',
    ],
    [
      'the key, stolen before',
      [hcertEntry(signer, { compromisedSince: '2026-04-30T00:00:00Z' })],
      'untrusted-issuer: issuer.key-compromised',
    ],
    [
      'the key, stolen before, and of a list that has not heard of it',
      [hcertEntry(signer), hcertEntry(signer, { compromisedSince: '2026-04-30T00:00:00Z' })],
      'untrusted-issuer: issuer.key-compromised',
    ],
    [
      'the key, ended in one list, and not in another',
      [hcertEntry(signer, { validUntil: '2026-04-30T00:00:00Z' }), hcertEntry(signer)],
      'valid',
    ],
    [
      'the key of another country',
      [hcertEntry(signer, {}, { country: 'IN' })],
      'untrusted-issuer: issuer.other-country',
    ],
    [
      'the key, for tests',
      [hcertEntry(signer, {}, { events: ['test'] })],
      'malformed: issuer.other-use-of-key',
    ],
    ['the key, for vaccinations', [hcertEntry(signer, {}, { events: ['vaccination'] })], 'valid'],
  ])('trusting %s', async (_name, keys, expected) => {
    expect(await verdictOf(text, keys)).toBe(expected);
  });

  test.each([
    ['LK', 'LK', 'valid'],
    ['EL', 'GR', 'valid'],
    ['GR', 'EL', 'valid'],
    ['CNAM', 'FR', 'valid'],
    ['gb', 'UK', 'valid'],
    ['FR', 'LK', 'untrusted-issuer: issuer.other-country'],
  ])('issued by %s, with a key of %s', async (issuer, country, expected) => {
    const given = await signHcert(1, cborOf(content), signer, { issuer, ...validity });
    expect(await verdictOf(given, [hcertEntry(signer, {}, { country })])).toBe(expected);
  });

  test('a known stranger’s certificate is not called changed', async () => {
    const bare = [{ issuerName: 'x', publicKey: other.publicPem }];
    expect(await verdictOf(text, bare)).toBe('tampered: signature.changed');
    expect(await verdictOf(text, bare, at, { known: [hcertEntry(signer)] })).toBe(
      'untrusted-issuer: issuer.known-not-trusted',
    );
  });

  test('the key id may stand in the unprotected header, and counts there only if the protected one is silent', async () => {
    const keyId = Buffer.from(signer.keyId, 'base64');
    const wrong = new Uint8Array(8);
    const { payload } = readSign1(unpackHc1(text));
    const message = async (head: [number, CborValue][], unprotected: [number, CborValue][]) => {
      const protectedHeader = encodeCbor(new Map([[1, -7], ...head]));
      const toSign = encodeCbor(['Signature1', protectedHeader, new Uint8Array(), payload]);
      return packHc1(encodeCbor([protectedHeader, new Map(unprotected), payload, await signer.sign(toSign)]));
    };
    expect(await verdictOf(await message([], [[4, keyId]]))).toBe('valid');
    expect(await verdictOf(await message([[4, keyId]], [[4, wrong]]))).toBe('valid');
    expect(await verdictOf(await message([[4, wrong]], [[4, keyId]]))).toBe(
      'untrusted-issuer: issuer.untrusted',
    );
    expect(await verdictOf(await message([], []))).toBe('untrusted-issuer: issuer.untrusted');
    const critical: [number, CborValue][] = [
      [2, [99]],
      [99, 1],
    ];
    expect(await verdictOf(await message([[4, keyId], ...critical], []))).toBe(
      'unreadable: format.broken-layer',
    );
  });
});

describe('dates', () => {
  test.each([
    ['before it was issued', '2026-05-01T10:00:00Z', 'not-yet-valid: dates.not-yet'],
    ['by a clock that is slow', '2026-05-01T10:16:00Z', 'valid'],
    ['in its last second', '2027-05-01T10:20:30Z', 'valid'],
    ['after it', '2027-05-01T10:20:31Z', 'expired: dates.expired'],
  ])('%s', async (_name, time, expected) => {
    expect(await verdictOf(text, trust, Date.parse(time))).toBe(expected);
  });
});

describe('status', () => {
  const source = (state: 'revoked' | 'in-force', issuer = 'did:example:health'): StatusSource => ({
    issuer,
    checkedAt: '2026-05-31T00:00:00Z',
    lookUp: (query) =>
      query.certificateId === certificateId && query.signedAt === Date.parse('2026-05-01T10:20:30Z')
        ? state === 'revoked'
          ? { state, reason: 'fraud' }
          : { state }
        : { state: 'unknown' },
  });
  const verifyWith = (one: StatusSource) => verifyEuDcc(text, { trust, at, status: [one] });

  test('is looked up by the id in the UVCI, in the lists of the issuer', async () => {
    expect(await verifyWith(source('in-force'))).toMatchObject({
      verdict: 'valid',
      status: { state: 'checked' },
    });
    expect(await verifyWith(source('revoked'))).toMatchObject({
      verdict: 'revoked',
      revocation: { reason: 'fraud' },
    });
    expect(await verifyWith(source('revoked', 'did:example:other'))).toMatchObject({
      verdict: 'valid',
      status: { state: 'not-checked' },
    });
  });
});

describe('content', () => {
  const [entry] = (content as Extract<EuDcc, { v: unknown }>).v;
  test.each<[string, object, string]>([
    ['two entries', { ...content, v: [entry, entry] }, 'malformed: content.other-schema'],
    ['two entries, by an old schema', { ...content, ver: '1.2.1', v: [entry, entry] }, 'valid'],
    ['no entry', { ...content, v: [] }, 'malformed: content.other-schema'],
    ['two kinds', { ...content, t: [entry] }, 'malformed: content.other-schema'],
    ['a birth after the issue', { ...content, dob: '2026-06' }, 'malformed: content.other-schema'],
    ['an old code', { ...content, v: [{ ...entry, vp: 'J07BX03' }] }, 'valid'],
    ['an impossible country', { ...content, v: [{ ...entry, co: 'XY' }] }, 'malformed: content.other-schema'],
    ['members of their own', { ...content, meta: { any: ['thing', 1] } }, 'valid'],
    ['an endless version', { ...content, ver: `${'1'.repeat(20_000)}x` }, 'malformed: content.other-schema'],
    ['no dose', { ...content, v: [{ ...entry, dn: 0 }] }, 'malformed: content.other-schema'],
  ])('%s', async (_name, claims, expected) => {
    expect(await verdictOf(await signed(claims))).toBe(expected);
  });

  test('codes that no list has are named', async () => {
    const { checks, verdict } = await verifyEuDcc(
      await signed({ ...content, v: [{ ...entry, mp: 'New-Vaccine', ma: 'New-Maker' }] }),
      { trust, at },
    );
    expect(verdict).toBe('valid');
    expect(checks.find(({ code }) => code === 'content.unknown-codes')?.values).toEqual({
      members: 'v/mp, v/ma',
    });
  });

  test('no certificate of another kind is read as one', async () => {
    const other = await signHcert(3, cborOf(content), signer, { issuer: 'LK', ...validity });
    expect(await verdictOf(other)).toBe('unreadable: format.not-a-certificate');
    const bytes = await signHcert(1, new Uint8Array(9), signer, { issuer: 'LK', ...validity });
    expect(await verdictOf(bytes)).toBe('unreadable: format.broken-layer');
    let deep: CborValue = 1;
    for (let n = 0; n < 1_000; n += 1) deep = [deep];
    const nested = await signHcert(1, new Map([['v', deep]]), signer, { issuer: 'LK', ...validity });
    expect(await verdictOf(nested)).toBe('unreadable: format.broken-layer');
  });
});

describe('hostile input', () => {
  test('dates of the last day that there is get an answer', async () => {
    const last = 8.64e15;
    const bare = [{ issuerName: 'x', publicKey: signer.publicPem }];
    const forever = { ...signer, certificateUntil: Number.POSITIVE_INFINITY };
    const given = await signHcert(1, cborOf(content), forever, {
      issuer: 'LK',
      issuedAt: last,
      expiresAt: last,
    });
    expect(await verdictOf(given, bare)).toBe('not-yet-valid: dates.not-yet');
  });

  const cose = unpackHc1(text);

  test('no changed byte is accepted', async () => {
    for (let at = 0; at < cose.length; at += 1) {
      for (const flip of [0x01, 0x80]) {
        const changed = Uint8Array.from(cose);
        changed[at] = (changed[at] as number) ^ flip;
        const { verdict, content: read } = await verifyEuDcc(packHc1(changed), {
          trust,
          at: validity.issuedAt,
        });
        // The tag before the message, and the map of unprotected headers, are not signed: they mean nothing.
        if (verdict === 'valid') expect([at, read]).toEqual([at, content]);
      }
    }
  });

  test('nothing makes it throw', async () => {
    const piece = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.string({ unit: piece, maxLength: 200 }).map((body) => `HC1:${body}`),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => packHc1(bytes)),
          fc.nat(text.length).map((length) => text.slice(0, length)),
        ),
        async (given) => {
          const { verdict } = await verifyEuDcc(given, { trust, at });
          if (given !== text) expect(verdict).toBe('unreadable');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('any signed content gets an answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.object({ key: fc.constantFrom('ver', 'nam', 'dob', 'v', 't', 'r', 'ci', '__proto__') }),
        async (claims) => {
          expect(await verdictOf(await signed(claims))).toBe('malformed: content.other-schema');
        },
      ),
      { numRuns: 300 },
    );
  });
});
