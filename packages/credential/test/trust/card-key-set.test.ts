import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { cardKeyId, cardKeySet, readCardKeySet } from '../../src/trust/card-key-set.ts';

const file = join(
  import.meta.dirname,
  '../../../../test-vectors/smart-health-card/specification/issuer.jwks.json',
);
const specification: { keys: JsonObject[] } = JSON.parse(readFileSync(file, 'utf8'));
const issuer = { iss: 'https://spec.smarthealth.cards/examples/issuer', issuerName: 'Specification' };
const [first, second] = specification.keys as [JsonObject, JsonObject];

/** A key of two coordinates that do not belong together, under its thumbprint. */
const offCurve = ({ x, ...jwk }: JsonObject): JsonObject => {
  const [kty, crv, other] = ['EC', 'P-256', jwk.y as string];
  const digest = createHash('sha256').update(JSON.stringify({ crv, kty, x: other, y: other }));
  return { ...jwk, x: other, kid: digest.digest('base64url') };
};

/** As Node writes it, which is not our code. */
const pemOf = (jwk: JsonObject) =>
  createPublicKey({ key: jwk as never, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

describe('reading a key set', () => {
  test('gives keys of health cards of that issuer, as Node reads them', () => {
    const keys = readCardKeySet(specification, issuer);
    expect(keys).toMatchObject([
      { issuerName: 'Specification', issuer: issuer.iss, document: { crlVersion: 1 } },
      { issuerName: 'Specification', issuer: issuer.iss },
    ]);
    for (const [n, { publicKey, document }] of keys.entries()) {
      const jwk = specification.keys[n] as JsonObject;
      const { kid: keyId, crlVersion } = jwk;
      expect(document).toEqual({
        format: 'shc',
        keyId,
        iss: issuer.iss,
        ...(n === 0 ? { crlVersion } : {}),
      });
      const der = createPublicKey({ key: jwk as never, format: 'jwk' }).export({
        type: 'spki',
        format: 'der',
      });
      expect(Buffer.from(publicKey as Uint8Array)).toEqual(der);
    }
  });

  test('takes the version of its list as a text too, as some issuers write it', () => {
    const versionOf = (crlVersion: unknown) =>
      readCardKeySet({ keys: [{ ...first, crlVersion } as JsonObject] }, issuer)[0]?.document.crlVersion;
    expect(versionOf('12')).toBe(12);
    for (const none of [undefined, '', '-1', 'x', 1.5, null]) expect(versionOf(none)).toBeUndefined();
  });

  test('passes over keys for other uses', () => {
    const others = [
      { ...first, use: 'enc' },
      { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
      { ...first, alg: 'ES384' },
      // The specification demands both.
      { ...first, use: undefined },
      { ...first, alg: undefined },
    ] as JsonObject[];
    expect(readCardKeySet({ keys: [...others, second] }, issuer)).toHaveLength(1);
  });

  test.each([
    ['no keys', {}],
    ['no key of use', { keys: [{ ...first, crv: 'P-384' }] }],
    ['a private key', { keys: [first, { ...second, d: 'AAAA' }] }],
    ['a key under the id of another', { keys: [{ ...first, kid: second.kid }] }],
    ['a point that is not on the curve', { keys: [offCurve(first)] }],
    ['a coordinate that is too short', { keys: [{ ...first, x: 'AAAA' }] }],
    ['a coordinate that is no base64url', { keys: [{ ...first, y: '!' }] }],
    ['something else', { keys: ['x'] }],
    ['something else beside a key', { keys: [null, first] }],
    ['a thousand keys and one', { keys: Array(1_001).fill(first) }],
  ] as [string, JsonObject][])('is refused with %s', (_, keySet) =>
    expect(() => readCardKeySet(keySet, issuer)).toThrow(expect.objectContaining({ code: 'MALFORMED_LIST' })),
  );
});

describe('writing a key set', () => {
  test("gives the specification's keys", () => {
    const written = cardKeySet([
      { publicKey: pemOf(first), crlVersion: 1 },
      { publicKey: pemOf(second), x5c: second.x5c as string[] },
    ]);
    expect(written).toEqual(specification);
    expect(cardKeyId(pemOf(first))).toBe(first.kid);
  });

  test('refuses keys of other kinds', () => {
    const key = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => cardKeySet([{ publicKey: key }])).toThrow(
      expect.objectContaining({ code: 'UNSUITABLE_KEY' }),
    );
  });
});
