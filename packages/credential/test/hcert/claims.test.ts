import { generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode as toBase45 } from 'base45';
import { encode } from 'cbor2';
import { expect, test } from 'vitest';
import { UnreadablePayloadError } from '../../src/errors.ts';
import type { DocumentSigner } from '../../src/formats/document-signer.ts';
import { BrokenLayerError, keyIdOfBytes, readHcert, signHcert } from '../../src/hcert/claims.ts';
import { jsonOfCbor } from '../../src/hcert/json-of-cbor.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer: DocumentSigner = {
  algorithm: 'ES256',
  verificationMethod: 'did:example:issuer#dsc',
  keyId: 'AAECAwQFBgc=',
  certificateUntil: Date.parse('2028-01-01'),
  sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
};
const validity = { issuer: 'LK', issuedAt: 1_777_000_000_999, expiresAt: 1_790_000_000_000 };

/** An HCERT of claims written by another CBOR library, and not signed. */
const written = (claims: unknown): string => {
  const payload = encode(claims);
  const cose = encode([encode(new Map([[1, -7]])), new Map(), payload, new Uint8Array(64)]);
  return `HC1:${toBase45(deflateSync(cose))}`;
};

test('what is signed is read back: whole seconds, the key id in the protected header', async () => {
  const hcert = readHcert(await signHcert(-6, new Map([['n', 'ok']]), signer, validity));
  expect(hcert).toMatchObject({ issuer: 'LK', issuedAt: 1_777_000_000_000, expiresAt: 1_790_000_000_000 });
  expect([...hcert.subclaims]).toEqual([[-6, new Map([['n', 'ok']])]]);
  expect(hcert.sign1.algorithm).toBe('ES256');
  expect(keyIdOfBytes(hcert.sign1.keyId ?? new Uint8Array())).toBe(signer.keyId);
});

test.each([
  ['seconds with a fraction', 1.5, 1_500],
  ['seconds beyond 32 bits', 5_000_000_000n, 5_000_000_000_000],
  ['a text', '2026-01-01', 'unreadable'],
  ['what no date can be', 1e20, 'unreadable'],
  ['not a number', Number.NaN, 'unreadable'],
  ['null', null, 'unreadable'],
])('a date that is %s', (_name, date, read) => {
  expect(readHcert(written(new Map([[4, date]]))).expiresAt).toBe(read);
});

test('claims without dates, issuer or content', () => {
  expect(readHcert(written(new Map()))).toMatchObject({
    issuer: undefined,
    issuedAt: undefined,
    expiresAt: undefined,
    subclaims: new Map(),
  });
});

test('the outermost broken layer is named', () => {
  const layerOf = (text: string) => {
    try {
      return readHcert(text);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadablePayloadError);
      return (error as BrokenLayerError).layer;
    }
  };
  const packed = (bytes: Uint8Array) => `HC1:${toBase45(deflateSync(bytes))}`;
  expect(layerOf('HC2:6BF')).toBe('HC1');
  expect(layerOf('HC1:::')).toBe('base45');
  expect(layerOf('HC1:abc')).toBe('base45');
  expect(layerOf('HC1:6BF')).toBe('zlib');
  expect(layerOf('HC1:')).toBe('zlib');
  expect(layerOf(packed(new Uint8Array(70_000)))).toBe('zlib');
  expect(layerOf(packed(encode([1, 2, 3])))).toBe('COSE');
  expect(layerOf(written([1, 2]))).toBe('CBOR');
});

test('CBOR as JSON', () => {
  expect(
    jsonOfCbor(
      new Map<number | string, never>([
        [1, [null, true, 1.5, 'x'] as never],
        ['b', 'c' as never],
      ]),
    ),
  ).toEqual({ 1: [null, true, 1.5, 'x'], b: 'c' });
  expect(jsonOfCbor(new Uint8Array([1, 2]))).toBe('AQI=');
  expect([jsonOfCbor(2n ** 64n), jsonOfCbor(Number.NaN), jsonOfCbor(undefined)]).toEqual([
    '18446744073709551616',
    null,
    null,
  ]);
  let deep: readonly unknown[] = [];
  for (let n = 0; n < 20; n += 1) deep = [deep];
  expect(() => jsonOfCbor(deep as never)).toThrow(BrokenLayerError);
});
