import { createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { rate } from './rate.ts';
import type { Measured } from './row.ts';
import { keyFor } from './sample.ts';

const parameters = {
  EdDSA: { digest: null, options: {} },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

/** A suite's signature, or its verification, and nothing else: what no implementation can be faster than. */
export async function bareCrypto(mode: 'sign' | 'verify', proof: CryptosuiteName): Promise<Measured> {
  const { algorithm } = cryptosuites[proof];
  const { digest, options } = parameters[algorithm];
  const bytes = randomBytes(64);
  const key = { key: keyFor(proof), ...options };
  if (mode === 'sign') {
    return { what: `bare ${algorithm} signature`, figure: await rate(() => sign(digest, bytes, key)) };
  }
  const publicKey = { key: createPublicKey(keyFor(proof)), ...options };
  const signature = sign(digest, bytes, key);
  return {
    what: `bare ${algorithm} verification`,
    figure: await rate(() => verify(digest, bytes, publicKey, signature)),
  };
}
