import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  ed25519Key,
  ed25519Name,
  ed25519Oid,
  p256Key,
  p256Oid,
  rsaKey,
} from '../../../src/signing/pkcs11/public-key.ts';

const ed25519 = generateKeyPairSync('ed25519').publicKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
// The key is the end of its SubjectPublicKeyInfo.
const raw25519 = der(ed25519).subarray(-32);
const raw256 = der(p256).subarray(-65);

const wrappings = [
  ['bare', (raw: Buffer) => raw],
  ['in an OCTET STRING', (raw: Buffer) => Buffer.from([4, raw.length, ...raw])],
  ['in a BIT STRING', (raw: Buffer) => Buffer.from([3, raw.length + 1, 0, ...raw])],
] as const;

describe.each(wrappings)('CKA_EC_POINT %s', (_, wrap) => {
  test.each([
    ['its identifier', ed25519Oid],
    ['its name', ed25519Name],
    ['its old identifier', Buffer.from('06092b06010401da470f01', 'hex')],
  ])('Ed25519, the curve by %s', (_, parameters) => {
    expect(ed25519Key(parameters, wrap(raw25519))?.equals(ed25519)).toBe(true);
  });

  test('P-256', () => {
    expect(p256Key(p256Oid, wrap(raw256))?.equals(p256)).toBe(true);
  });
});

test('Node’s own encodings name the curves by the same identifiers', () => {
  expect(der(ed25519).includes(ed25519Oid)).toBe(true);
  expect(der(p256).includes(p256Oid)).toBe(true);
});

test('RSA, also with leading zeros', () => {
  const { n, e } = rsa.export({ format: 'jwk' });
  const modulus = Buffer.from(String(n), 'base64url');
  const exponent = Buffer.from(String(e), 'base64url');
  expect(rsaKey(modulus, exponent)?.equals(rsa)).toBe(true);
  expect(rsaKey(Buffer.from([0, ...modulus]), Buffer.from([0, ...exponent]))?.equals(rsa)).toBe(true);
});

test('what is no key of the curve is none', () => {
  const offCurve = Buffer.from(raw256);
  offCurve[64] = (offCurve[64] as number) ^ 1;
  expect(p256Key(p256Oid, offCurve)).toBeUndefined();
  expect(p256Key(ed25519Oid, raw256)).toBeUndefined();
  expect(p256Key(p256Oid, Buffer.from([2, ...raw256.subarray(1, 33)]))).toBeUndefined();
  expect(p256Key(p256Oid, Buffer.alloc(0))).toBeUndefined();
  expect(ed25519Key(p256Oid, raw25519)).toBeUndefined();
  expect(ed25519Key(ed25519Oid, raw25519.subarray(1))).toBeUndefined();
  expect(ed25519Key(ed25519Oid, Buffer.from([5, 32, ...raw25519]))).toBeUndefined();
  expect(ed25519Key(ed25519Oid, Buffer.from([3, 33, 1, ...raw25519]))).toBeUndefined();
});
