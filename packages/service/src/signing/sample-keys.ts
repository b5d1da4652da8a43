/**
 * Keys whose private halves are published: in DIVOC's repository, in test suites. Key ids as in `key-store.ts`.
 * Production mode refuses them.
 */
const sampleKeyIds = new Set([
  '2f975886260f860f', // DIVOC: RSA key of the signer library's and the SDK's tests
  '3ddb618956953edb', // DIVOC: RSA key of .env.example
  'a2f3a2b8fa1a9c9e', // DIVOC: Ed25519 key of the signer library's tests
  'e43dddb694b2ac5f', // DIVOC: P-256 key of .env.example
  '4137559e45943fa0', // DIVOC: P-256 sample key for exports
  '351b03cdc9baf684', // DIVOC: P-256 key of its tests
]);

/** Whether a key is one that everybody has. */
export const isSampleKey = (keyId: string) => sampleKeyIds.has(keyId);
