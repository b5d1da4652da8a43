import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import * as webHash from '../../src/hashing/sha256.ts';
import * as nodeHash from '../../src/hashing/sha256-node.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { importPublicKey as importForNode } from '../../src/proofs/keys/public-key-node.ts';
import { importPublicKey as importForWeb } from '../../src/proofs/keys/public-key-web.ts';
import { publicPemOf, signerFor } from '../sample-issuer.ts';

test.each(Object.keys(cryptosuites) as CryptosuiteName[])(
  'keys of %s verify the same in Node and in a browser',
  async (suite) => {
    const bytes = randomBytes(64);
    const signature = await signerFor(suite).sign(bytes);
    const altered = Uint8Array.from(signature);
    altered[20] = (altered[20] as number) ^ 1;
    for (const importKey of [importForNode, importForWeb]) {
      const key = await importKey(publicPemOf(suite));
      expect(key?.algorithm).toBe(cryptosuites[suite].algorithm);
      expect(await key?.verify(signature, bytes)).toBe(true);
      expect(await key?.verify(altered, bytes)).toBe(false);
      expect(await key?.verify(signature, randomBytes(64))).toBe(false);
      expect(await key?.verify(new Uint8Array(3), bytes)).toBe(false);
    }
  },
);

afterEach(() => vi.restoreAllMocks());

test.each(['Ed25519Signature2018', 'ecdsa-rdfc-2019'] as const)(
  'keys of %s verify the same where the browser lacks the algorithm',
  async (suite) => {
    const bytes = randomBytes(64);
    const signature = await signerFor(suite).sign(bytes);
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    const key = await importForWeb(publicPemOf(suite));
    expect(key?.algorithm).toBe(cryptosuites[suite].algorithm);
    expect(await key?.verify(signature, bytes)).toBe(true);
    expect(await key?.verify(signature, randomBytes(64))).toBe(false);
    expect(await key?.verify(signature.subarray(1), bytes)).toBe(false);
    expect(await key?.verify(new Uint8Array(64), bytes)).toBe(false);
  },
);

test('what is no key that counts is refused by both', async () => {
  for (const importKey of [importForNode, importForWeb]) {
    expect(await importKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')).toBeUndefined();
    expect(await importKey('no key')).toBeUndefined();
    expect(await importKey(new Uint8Array(50))).toBeUndefined();
  }
});

test.each(['', 'abc', 'é\u{1f489}', '\ud800 alone', 'x'.repeat(10_000)])(
  'SHA-256 of %j is the same',
  (text) => {
    expect(Buffer.from(webHash.sha256(text))).toEqual(Buffer.from(nodeHash.sha256(text)));
    expect(webHash.sha256Hex(text)).toBe(nodeHash.sha256Hex(text));
    const bytes = Buffer.from(text);
    expect(Buffer.from(webHash.sha256(bytes))).toEqual(Buffer.from(nodeHash.sha256(bytes)));
  },
);
