import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { readCompactJws, signCompactJws } from '../../src/jws/compact-jws.ts';
import { cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../src/proofs/issue-proof.ts';
import {
  buildStatusList,
  decodeBitstring,
  encodeBitstring,
  openStatusList,
  statusListLength,
} from '../../src/status/bitstring-status-list.ts';
import {
  fileDigest,
  openRevocationList,
  type RevocationEntry,
  type RevocationListHead,
  readRevocationList,
  signRevocationList,
  writeRevocationPart,
} from '../../src/status/revocation-list.ts';
import { readTrustList, writeTrustList } from '../../src/trust/signed-trust-list.ts';
import { publicPemOf, signerFor, trustFor, verificationMethod } from '../sample-issuer.ts';

const suite = 'Ed25519Signature2018';
const signer = signerFor(suite);
const trust = trustFor(suite);
const times = { publishedAt: '2026-06-01T00:00:00Z', nextPublicationAt: '2026-06-02T00:00:00Z' };
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const malformed = { code: 'MALFORMED_LIST' };
const untrusted = { code: 'UNTRUSTED_LIST' };

describe('signed files', () => {
  const read = (jws: string, keys = trust) => readCompactJws(jws, 'test+jws', keys);

  test.each(['Ed25519Signature2018', 'ecdsa-rdfc-2019', 'RsaSignature2018'] as const)(
    'are read back with the key of %s, and with no other',
    async (name) => {
      const jws = await signCompactJws({ ...times, value: 'é' }, 'test+jws', signerFor(name));
      expect((await read(jws, trustFor(name))).payload.value).toBe('é');
      const other = name === 'RsaSignature2018' ? 'ecdsa-rdfc-2019' : 'RsaSignature2018';
      await expect(read(jws, trustFor(other))).rejects.toMatchObject(untrusted);
    },
  );

  test('another algorithm, type or header than the key’s and the reader’s own is refused', async () => {
    const jws = await signCompactJws({ ...times }, 'test+jws', signer);
    const [, payload = '', signature = ''] = jws.split('.');
    const header = { alg: 'EdDSA', kid: verificationMethod, typ: 'test+jws' };
    const withHeader = (change: object) => `${encoded({ ...header, ...change })}.${payload}.${signature}`;
    const hmac = (head: string) =>
      createHmac('sha256', publicPemOf(suite)).update(`${head}.${payload}`).digest('base64url');
    const confused = encoded({ ...header, alg: 'HS256' });
    for (const [given, error] of [
      [withHeader({ alg: 'none' }), untrusted],
      [`${encoded({ ...header, alg: 'none' })}.${payload}.`, untrusted],
      [`${confused}.${payload}.${hmac(confused)}`, untrusted],
      [withHeader({ alg: 'ES256' }), untrusted],
      [withHeader({ typ: 'other+jws' }), malformed],
      [withHeader({ crit: ['b64'], b64: false }), malformed],
      [withHeader({ jwk: {} }), malformed],
      [withHeader({ kid: 'did:example:other#1' }), untrusted],
      [`${jws}.x`, malformed],
      [jws.replace('.', '..'), malformed],
      ['', malformed],
    ] as const) {
      await expect(read(given)).rejects.toMatchObject(error);
    }
    await expect(
      read(jws, [{ ...trust[0], compromisedSince: '2026-05-01T00:00:00Z' } as (typeof trust)[0]]),
    ).rejects.toMatchObject(untrusted);
  });

  test('no changed character and no text at all is believed', async () => {
    const jws = await signCompactJws({ ...times, value: 1 }, 'test+jws', signer);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(jws.length - 1),
        fc.constantFrom(...'ABCabc019-_.=+ '),
        async (place, character) => {
          if (jws[place] === character) return;
          await expect(read(jws.slice(0, place) + character + jws.slice(place + 1))).rejects.toMatchObject({
            code: expect.stringMatching(/^(MALFORMED|UNTRUSTED)_LIST$/),
          });
        },
      ),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        await expect(read(text)).rejects.toMatchObject(malformed);
      }),
    );
  });
});

describe('the trust list', () => {
  const issuers = [
    {
      id: 'did:example:issuer',
      name: { en: 'Ministry' },
      keys: [{ verificationMethod, publicKey: publicPemOf(suite) }],
    },
  ];

  test('is signed by one of its own keys at first, then by one that is held', async () => {
    const jws = await writeTrustList({ ...times, issuers }, signer);
    const held = await readTrustList(jws);
    expect(held.keys).toMatchObject([
      { issuer: 'did:example:issuer', issuerName: 'Ministry', verificationMethod },
    ]);
    expect((await readTrustList(`${jws}\n`, held.keys)).publishedAt).toBe(times.publishedAt);
    const foreign = await writeTrustList({ ...times, issuers }, signerFor('ecdsa-rdfc-2019'));
    await expect(readTrustList(foreign)).rejects.toMatchObject(untrusted);
    await expect(readTrustList(foreign, held.keys)).rejects.toMatchObject(untrusted);
  });

  test('earlier lists lead from the keys that are held to the newest one, over several rotations', async () => {
    const names = ['Ed25519Signature2018', 'ecdsa-rdfc-2019', 'RsaSignature2018'] as const;
    const keyOf = (n: number) => ({
      verificationMethod: `did:example:issuer#${n}`,
      publicKey: publicPemOf(names[n] ?? suite),
    });
    const signerOf = (n: number) => ({
      ...signerFor(names[n] ?? suite),
      verificationMethod: `did:example:issuer#${n}`,
    });
    const list = (by: number, knows: number) =>
      writeTrustList(
        {
          ...times,
          issuers: [
            {
              id: 'did:example:issuer',
              name: { en: 'Ministry' },
              keys: Array.from({ length: knows }, (_, n) => keyOf(n)),
            },
          ],
        },
        signerOf(by),
      );
    const held = await readTrustList(await list(0, 1));
    const newest = await list(2, 3);
    await expect(readTrustList(newest, held.keys)).rejects.toMatchObject(untrusted);
    const file = [newest, await list(1, 3), await list(0, 2)].join('\n');
    expect((await readTrustList(file, held.keys)).keys).toHaveLength(3);
    // A missing link, or one by somebody else, leads nowhere.
    await expect(readTrustList([newest, await list(1, 3)].join('\n'), held.keys)).rejects.toMatchObject(
      untrusted,
    );
    await expect(readTrustList(`${newest}\nnonsense\n${await list(1, 3)}`, held.keys)).rejects.toMatchObject(
      untrusted,
    );
  });

  test.each([
    { ...times },
    { ...times, issuers: {} },
    { ...times, publishedAt: 'yesterday', issuers },
    { ...times, issuers: [{ ...issuers[0], name: {} }] },
    { ...times, issuers: [{ ...issuers[0], keys: [{ verificationMethod }] }] },
    { ...times, issuers: [{ ...issuers[0], keys: [{ ...issuers[0]?.keys[0], validUntil: '2026-13-01' }] }] },
  ])('is refused where a member is not as it must be: %j', async (content) => {
    const jws = await signCompactJws(content as unknown as JsonObject, 'mohar-trust-list+jws', signer);
    await expect(readTrustList(jws, trust)).rejects.toMatchObject(malformed);
  });
});

describe('the revocation list', () => {
  const entries: RevocationEntry[] = Array.from({ length: 25 }, (_, n) => [
    `ID${n}`,
    '2026-05-20T00:00:00Z',
    n % 2 === 0 ? 'superseded' : 'error',
  ]);
  const files = [entries.slice(0, 10), entries.slice(10, 20), entries.slice(20)].map(writeRevocationPart);
  const parts = files.map((file, n) => ({
    first: n * 10,
    count: n === 2 ? 5 : 10,
    sha256: fileDigest(file),
    href: `part-${n}`,
  }));
  const bytes = files.map((file) => Buffer.from(file));
  const head: RevocationListHead = { issuer: 'whoever', serial: 7, ...times, entries: 25, parts };

  test('answers for what was issued before it, with time and reason; speaks for its signer alone', async () => {
    const read = await readRevocationList(await signRevocationList(head, signer), trust);
    expect(read.issuer).toBe('Test issuer');
    const list = openRevocationList(read, bytes);
    const signedAt = Date.parse('2026-05-01T00:00:00Z');
    expect(list.lookUp({ certificateId: 'ID3', signedAt })).toEqual({
      state: 'revoked',
      reason: 'error',
      revokedAt: '2026-05-20T00:00:00Z',
    });
    expect(list.lookUp({ certificateId: 'other', signedAt })).toEqual({ state: 'in-force' });
    expect(list.lookUp({ certificateId: 'other', signedAt: Date.parse('2026-07-01T00:00:00Z') })).toEqual({
      state: 'unknown',
    });
    expect(list.lookUp({ signedAt })).toEqual({ state: 'unknown' });
  });

  test('is refused where a part is missing, changed, in another place, or too short', () => {
    const [first, second, third] = bytes as [Buffer, Buffer, Buffer];
    const changed = Buffer.from(String(second).replace('ID12', 'ID99'));
    for (const given of [[first, second], [first, changed, third], [second, first, third], []])
      expect(() => openRevocationList(head, given)).toThrow('list');
    expect(() => openRevocationList({ ...head, entries: 24 }, bytes)).toThrow('missing');
    expect(() => openRevocationList({ ...head, parts: parts.slice(1) }, bytes.slice(1))).toThrow();
  });

  test('a delta continues the list that it names, and no other', () => {
    const base = openRevocationList(
      { ...head, serial: 5, entries: 20, parts: parts.slice(0, 2) },
      bytes.slice(0, 2),
    );
    const delta = { ...head, since: 5, parts: parts.slice(2) };
    const list = openRevocationList(delta, bytes.slice(2), base);
    expect(list.size).toBe(25);
    expect(list.lookUp({ certificateId: 'ID1' })).toMatchObject({ state: 'revoked' });
    expect(() => openRevocationList({ ...delta, since: 4 }, bytes.slice(2), base)).toThrow('was not given');
  });
});

describe('the W3C status list', () => {
  const url = 'https://issuer.example/status/lists/1';
  const content = {
    url,
    issuer: 'https://issuer.example/',
    validFrom: times.publishedAt,
    validUntil: times.nextPublicationAt,
    revoked: [3],
  };
  const sign = (unsigned: JsonObject) =>
    issueProof(unsigned, cryptosuites['eddsa-rdfc-2022'], signerFor('eddsa-rdfc-2022'), times.publishedAt);

  test('bit 0 is the leftmost, and any set of bits comes back', () => {
    expect(decodeBitstring(encodeBitstring([0, 9], statusListLength)).slice(0, 2)).toEqual(
      Uint8Array.from([0b1000_0000, 0b0100_0000]),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(statusListLength - 1)), (indexes) => {
        const bits = decodeBitstring(encodeBitstring(indexes, statusListLength));
        const found = [...Array(statusListLength).keys()].filter(
          (n) => (bits[n >> 3] as number) & (0x80 >> (n & 7)),
        );
        expect(found).toEqual(indexes.toSorted((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });

  test('bombs, short lists, garbage and other encodings are refused', () => {
    const packed = (bytes: Uint8Array) => `u${gzipSync(bytes).toString('base64url')}`;
    for (const encodedList of [
      packed(new Uint8Array(200_000_000)),
      packed(new Uint8Array(100)),
      'unonsense',
      encodeBitstring([1], statusListLength).slice(1),
      'u',
      '',
    ])
      expect(() => decodeBitstring(encodedList)).toThrow(expect.objectContaining(malformed));
  });

  test('unsigned, changed, and of another purpose it is not believed', async () => {
    const keys = trustFor('eddsa-rdfc-2022');
    const list = await sign(buildStatusList(content));
    await openStatusList(list, keys);
    const { proof: _, ...bare } = list;
    await expect(openStatusList(bare, keys)).rejects.toMatchObject(malformed);
    const subject = list.credentialSubject as JsonObject;
    const emptied = {
      ...list,
      credentialSubject: { ...subject, encodedList: encodeBitstring([], statusListLength) },
    };
    await expect(openStatusList(emptied, keys)).rejects.toMatchObject(untrusted);
    await expect(openStatusList(list, trustFor('ecdsa-rdfc-2019'))).rejects.toMatchObject(untrusted);
    const unsigned = buildStatusList(content);
    const suspension = await sign({
      ...unsigned,
      credentialSubject: { ...(unsigned.credentialSubject as JsonObject), statusPurpose: 'suspension' },
    });
    await expect(openStatusList(suspension, keys)).rejects.toMatchObject(malformed);
  });
});
