import { createPublicKey, verify as verifySignature, X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { decode as decodeBase45 } from 'base45';
import { decode as decodeCbor, type Tag } from 'cbor2';
import { describe, expect, test } from 'vitest';
import { askDccSdk, letDccSdkSign } from '../../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../../tools/judges/install.ts';
import { buildEuDcc } from '../../../src/formats/eu-dcc/build.ts';
import { decodeEuDcc } from '../../../src/formats/eu-dcc/decode.ts';
import { contentEuDcc, encodeEuDcc } from '../../../src/formats/eu-dcc/encode.ts';
import { verifyEuDcc } from '../../../src/formats/eu-dcc/verify.ts';
import { createAuthority } from '../../x509/certificate-authority.ts';
import { at, issuedAt, testRecord, vaccinationRecord } from './sample-records.ts';
import { createHcertSigner, hcertEntry } from './signers.ts';

const absent = await installJudges();
const signer = createHcertSigner(createAuthority());
const validity = { issuedAt, expiresAt: Date.parse('2027-05-01T10:20:30Z') };
const contents = [
  buildEuDcc(vaccinationRecord()),
  buildEuDcc(vaccinationRecord({ recipient: { name: 'रमेश' } }), { names: { fnt: 'RAMESH' } }),
  buildEuDcc(testRecord()),
  buildEuDcc(testRecord({ testDetails: { result: 'Positive' } }), {
    recovery: { fromDay: 11, untilDay: 180 },
  }),
];
const texts = await Promise.all(contents.map((content) => encodeEuDcc(content, signer, validity)));

test('is decoded and verified again', async () => {
  for (const [n, text] of texts.entries()) {
    const decoded = decodeEuDcc(text);
    expect(decoded.content).toEqual(contents[n]);
    expect([decoded.issuer, decoded.issuedAt, decoded.expiresAt]).toEqual([
      'LK',
      Date.parse('2026-05-01T10:20:30Z'),
      validity.expiresAt,
    ]);
    const { verdict } = await verifyEuDcc(text, { trust: [hcertEntry(signer)], at });
    expect(verdict).toBe('valid');
  }
});

test('Node, with another base45 and another CBOR, reads the same and finds the signature right', () => {
  for (const [n, text] of texts.entries()) {
    const cose = inflateSync(decodeBase45(text.slice('HC1:'.length)));
    const { tag, contents: parts } = decodeCbor(cose) as Tag;
    expect(tag).toBe(18);
    const [head, unprotected, payload, signature] = parts as [Uint8Array, object, Uint8Array, Uint8Array];
    expect(unprotected).toEqual({});
    const header = decodeCbor(head) as Map<number, unknown>;
    expect(header.get(1)).toBe(-7);
    const { publicKey, raw } = new X509Certificate(signer.certificatePem);
    const { createHash } = process.getBuiltinModule('node:crypto');
    expect(Buffer.from(header.get(4) as Uint8Array)).toEqual(
      createHash('sha256').update(raw).digest().subarray(0, 8),
    );
    const bstr = (bytes: Uint8Array) =>
      bytes.length < 24
        ? [Buffer.from([0x40 + bytes.length]), bytes]
        : bytes.length < 256
          ? [Buffer.from([0x58, bytes.length]), bytes]
          : [Buffer.from([0x59, bytes.length >> 8, bytes.length & 255]), bytes];
    // ["Signature1", protected, h'', payload] by hand.
    const signed = Buffer.concat([
      Buffer.from([0x84, 0x6a]),
      Buffer.from('Signature1'),
      ...bstr(head),
      Buffer.from([0x40]),
      ...bstr(payload),
    ]);
    const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(verifySignature('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    const claims = decodeCbor(payload) as Map<number, unknown>;
    expect([...claims.keys()].sort()).toEqual([-260, 1, 4, 6].sort());
    expect([claims.get(1), claims.get(4), claims.get(6)]).toEqual([
      'LK',
      validity.expiresAt / 1000,
      Math.floor(issuedAt / 1000),
    ]);
    expect((claims.get(-260) as Map<number, unknown>).get(1)).toEqual(contents[n]);
  }
});

test('goes into a code in alphanumeric mode', () => {
  for (const text of texts) {
    expect(text).toMatch(/^HC1:[0-9A-Z $%*+\-./:]+$/);
    expect(contentEuDcc(text)).toEqual({ segments: [{ mode: 'alphanumeric', text }] });
  }
});

test('ends with its key, and is not signed with one that has ended', async () => {
  const [content] = contents as [(typeof contents)[0]];
  const text = await encodeEuDcc(content, signer, { ...validity, expiresAt: Date.parse('2099-01-01') });
  expect(decodeEuDcc(text).expiresAt).toBe(signer.certificateUntil);
  await expect(
    encodeEuDcc(content, signer, { issuedAt: signer.certificateUntil, expiresAt: Date.parse('2099-01-01') }),
  ).rejects.toMatchObject({ code: 'UNSUITABLE_KEY' });
});

describe.skipIf(absent !== undefined)('@pathcheck/dcc-sdk', () => {
  test('verifies ours, and refuses it with another key', async () => {
    const answers = await askDccSdk(texts, signer.certificatePem);
    expect(answers.map(({ verified }) => verified)).toEqual(texts.map(() => true));
    expect(answers.map(({ credential }) => credential)).toEqual(contents);
    const other = createHcertSigner(createAuthority(), { keyId: signer.keyId });
    const forged = await encodeEuDcc(contents[0] as (typeof contents)[0], other, validity);
    const [refused] = await askDccSdk([forged], signer.certificatePem);
    expect(refused).toMatchObject({ verified: false, error: 'invalid_signature' });
  });

  test('signs what we verify', async () => {
    const theirs = await letDccSdkSign(contents, 'LK', signer.certificatePem, signer.privatePem);
    for (const [n, text] of theirs.entries()) {
      const { verdict, content } = await verifyEuDcc(text, {
        trust: [hcertEntry(signer, {}, { country: 'LK' })],
        at: Date.now(),
      });
      expect([verdict, content]).toEqual(['valid', contents[n]]);
    }
  });
});
