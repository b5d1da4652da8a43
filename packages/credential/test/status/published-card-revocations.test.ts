import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyHealthCard } from '../../src/formats/smart-health-card/verify.ts';
import type { Signer } from '../../src/proofs/signer.ts';
import { readCardRevocationList } from '../../src/status/card-revocation-list.ts';
import { cardSigner } from '../../src/status/card-status-source.ts';
import { openPackedRids, packRids } from '../../src/status/packed-rids.ts';
import {
  openCardList,
  packedRidsName,
  readCardRevocations,
  writeCardRevocations,
} from '../../src/status/published-card-revocations.ts';
import { readCardKeySet } from '../../src/trust/card-key-set.ts';
import { writeTrustList } from '../../src/trust/signed-trust-list.ts';

const vectors = join(import.meta.dirname, '../../../../test-vectors/smart-health-card');
const json = (name: string) => JSON.parse(readFileSync(join(vectors, name), 'utf8'));
const text = (name: string) => readFileSync(join(vectors, 'specification', name), 'utf8').trim();
const kid = '3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s';
const iss = 'https://spec.smarthealth.cards/examples/issuer';
const specification = readCardRevocationList(json(`crl/shc-crl-${kid}.json`));

const ends = Number.POSITIVE_INFINITY;
/** Ids as the specification recommends them, every third with a time. */
const many = (count: number) =>
  new Map(
    Array.from({ length: count }, (_, n): [string, number] => [
      Buffer.from(`rid ${n * 7919}`.padStart(8))
        .toString('base64url')
        .slice(-11),
      n % 3 === 0 ? (1_600_000_000 + n) * 1000 : ends,
    ]),
  );

describe('packed ids', () => {
  test('say of each id what the list says, and nothing of others', () => {
    const list = many(20_000);
    const packed = packRids(list);
    const revokedBefore = openPackedRids(packed);
    for (const [rid, time] of list) expect(revokedBefore(rid)).toBe(time);
    for (let n = 0; n < 20_000; n += 1) expect(revokedBefore(`other-${n}`)).toBeUndefined();
  });

  test('take 7 bytes an id, 12 with a time; equal lists are equal bytes', () => {
    const list = many(3_000);
    const packed = packRids(list);
    expect(packed).toHaveLength(8 + 2_000 * 7 + 1_000 * 12);
    expect(packRids(new Map([...list].reverse()))).toEqual(packed);
    expect(packRids(new Map())).toHaveLength(8);
    expect(openPackedRids(packRids(new Map()))('x')).toBeUndefined();
  });

  test('hold the first and the last time that an entry can have', () => {
    const list = new Map([
      ['a', 0],
      ['b', 999_999_999_999_000],
      ['c', 1000],
    ]);
    const revokedBefore = openPackedRids(packRids(list));
    for (const [rid, time] of list) expect(revokedBefore(rid)).toBe(time);
  });

  test('are refused where they are cut, exchanged or something else', () => {
    const packed = packRids(many(40));
    const refused = expect.objectContaining({ code: 'MALFORMED_LIST' });
    for (let length = 0; length < packed.length; length += 1) {
      if ((packed.length - length) % 12 === 0 && length >= packed.length - 14 * 12) continue;
      expect(() => openPackedRids(packed.slice(0, length)), String(length)).toThrow(refused);
    }
    const exchanged = Uint8Array.from(packed);
    exchanged.set(packed.subarray(8, 15), 15);
    exchanged.set(packed.subarray(15, 22), 8);
    expect(() => openPackedRids(exchanged)).toThrow(refused);
    expect(() => openPackedRids(packed.with(3, 2))).toThrow(refused);
    expect(() => openPackedRids(packed.with(4, 255))).toThrow(refused);
  });
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer: Signer = {
  algorithm: 'EdDSA',
  verificationMethod: 'did:web:issuer.example#1',
  sign: async (data) => sign(null, data, privateKey),
};
const anchors = [
  {
    issuerName: 'Ministry',
    verificationMethod: signer.verificationMethod,
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  },
];
const packed = packRids(specification.revokedBefore);
const list = {
  iss,
  kid,
  version: specification.version,
  checkedAt: '2026-11-21T00:00:00Z',
  staleAfter: '2026-11-28T00:00:00Z',
  sha256: packedRidsName(packed),
};
const head = {
  publishedAt: '2026-11-21T00:00:00Z',
  nextPublicationAt: '2026-11-28T00:00:00Z',
  lists: [list],
};

describe('the signed head', () => {
  test('is read back by those who hold its signer’s key', async () => {
    const file = await writeCardRevocations(head, signer);
    expect(await readCardRevocations(`${file}\n`, anchors)).toEqual(head);
    const announcing = { ...head, lists: [{ ...list, announced: 7 }] };
    expect(await readCardRevocations(await writeCardRevocations(announcing, signer), anchors)).toEqual(
      announcing,
    );
    await expect(readCardRevocations(file, [])).rejects.toMatchObject({ code: 'UNTRUSTED_LIST' });
  });

  test('is no trust list, and no trust list stands in for it', async () => {
    const file = await writeTrustList({ ...head, issuers: [] }, signer);
    await expect(readCardRevocations(file, anchors)).rejects.toMatchObject({ code: 'MALFORMED_LIST' });
  });

  test('names its files by their digest', () => {
    const refused = expect.objectContaining({ code: 'MALFORMED_LIST' });
    expect(openCardList(list, packed)).toMatchObject({
      issuer: cardSigner(iss, kid),
      checkedAt: list.checkedAt,
      staleAfter: list.staleAfter,
    });
    expect(() => openCardList(list, packRids(new Map()))).toThrow(refused);
  });
});

describe('a card of another issuer', () => {
  const at = Date.parse('2026-11-22T00:00:00Z');
  const [key] = readCardKeySet(json('specification/issuer.jwks.json'), { iss, issuerName: 'Specification' });
  if (!key) throw new Error('The key set has no key.');
  const card = text('example-00-d-jws.txt');
  const revoked = text('example-03-d-jws.txt');
  /** What is said with a list of this version, where the key set announces that one. */
  const said = async (jws: string, version: number, announced?: number) => {
    const document = { ...key.document, ...(announced === undefined ? {} : { crlVersion: announced }) };
    // As the specification means it: its example was issued within the second of the list's time.
    const rids = new Map(specification.revokedBefore).set('vwAjHdarZuc', ends);
    const file = packRids(rids);
    const source = openCardList({ ...list, version, sha256: packedRidsName(file) }, file);
    const { verdict, status } = await verifyHealthCard(jws, {
      trust: [key, { ...key, document }],
      at,
      status: [source],
    });
    return `${verdict} ${status.state}`;
  };

  test('is revoked by the list; one that is not in it, and has an id, is checked', async () => {
    expect(await said(revoked, 1)).toBe('revoked checked');
    expect(await said(card, 1)).toBe('valid checked');
  });

  test('an older list than the issuer announces revokes, but does not say what is in force', async () => {
    expect(await said(revoked, 1, 2)).toBe('revoked checked');
    expect(await said(card, 1, 2)).toBe('valid not-checked');
    expect(await said(card, 2, 2)).toBe('valid checked');
    const source = openCardList(list, packed);
    const query = { certificateId: 'other', signedAt: 0 };
    expect(source.lookUp({ ...query, listVersion: 1 })).toEqual({ state: 'in-force' });
    expect(source.lookUp({ ...query, listVersion: 2 })).toEqual({ state: 'unknown' });
    expect(source.lookUp({ ...query, certificateId: 'FKDIxsTCGlU', listVersion: 2 })).toEqual({
      state: 'revoked',
    });
    // Announced in the head instead of beside the key.
    for (const [announced, state] of [
      [1, 'in-force'],
      [2, 'unknown'],
    ] as const) {
      const headed = openCardList({ ...list, announced }, packed);
      expect(headed.lookUp(query)).toEqual({ state });
      expect(headed.lookUp({ ...query, listVersion: 1 })).toEqual({ state });
      expect(headed.lookUp({ ...query, certificateId: 'FKDIxsTCGlU' })).toEqual({ state: 'revoked' });
    }
  });
});
