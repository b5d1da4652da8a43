/** A thread that signs with every key of a token as often as it is told, and verifies what comes back. */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { TokenKey } from '../../../src/signing/pkcs11/key-pairs.ts';
import { openToken, type TokenSetting } from '../../../src/signing/pkcs11/token.ts';

interface Order {
  readonly setting: TokenSetting;
  readonly keys: readonly TokenKey[];
  readonly rounds: number;
}

const options = {
  EdDSA: { digest: null, options: {} },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

const { setting, keys, rounds } = workerData as Order;
const token = await openToken(setting);
const verified = keys.flatMap((key) => {
  const signer = token.signerOf(key, 'did:example:issuer#key');
  const { digest, options: form } = options[key.algorithm];
  return Array.from({ length: rounds }, async () => {
    const bytes = randomBytes(40);
    const publicKey = createPublicKey(key.publicKeyPem);
    return verify(digest, bytes, { key: publicKey, ...form }, await signer.sign(bytes));
  });
});
const count = (await Promise.all(verified)).filter(Boolean).length;
await token.close();
parentPort?.postMessage(`${count} verified`);
