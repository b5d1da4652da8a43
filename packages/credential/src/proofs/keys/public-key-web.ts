import { load } from '../../load.ts';
import type { SignatureAlgorithm } from '../signer.ts';
import { importWith, type LoadedKey } from './import-with.ts';
import { type PublicKey, saltLengths } from './public-key.ts';

/** The algorithm's parameters for WebCrypto, at import and at use. */
const webCrypto = {
  EdDSA: { import: { name: 'Ed25519' }, verify: [{ name: 'Ed25519' }] },
  ES256: {
    import: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: [{ name: 'ECDSA', hash: 'SHA-256' }],
  },
  PS256: {
    import: { name: 'RSA-PSS', hash: 'SHA-256' },
    verify: saltLengths.map((saltLength) => ({ name: 'RSA-PSS', saltLength })),
  },
} as const;

/**
 * Imports a public key for WebCrypto: PEM (`BEGIN PUBLIC KEY`) or its DER. The `#public-key` of package.json
 * where there is no Node.
 *
 * @returns undefined where it is not an Ed25519, P-256 or RSA (2048 to 4096 bits) key.
 * @throws CodeNotLoadedError where WebCrypto lacks the algorithm, and what stands in for it cannot be loaded.
 */
export const importPublicKey = (source: string | Uint8Array): Promise<PublicKey | undefined> =>
  importWith(source, async (der, algorithm) => {
    const key = await loadInWebCrypto(der, algorithm).catch(() => undefined);
    if (key || algorithm === 'PS256') return key;
    const { loadWithoutWebCrypto } = await load(() => import('./curves-without-webcrypto.ts'));
    return loadWithoutWebCrypto(der, algorithm);
  });

async function loadInWebCrypto(der: Uint8Array, algorithm: SignatureAlgorithm): Promise<LoadedKey> {
  const parameters = webCrypto[algorithm];
  const key = await crypto.subtle.importKey('spki', Uint8Array.from(der), parameters.import, true, [
    'verify',
  ]);
  return {
    bits: algorithm === 'PS256' ? (key.algorithm as RsaHashedKeyAlgorithm).modulusLength : undefined,
    verify: async (signature, bytes) => {
      for (const one of parameters.verify) {
        const holds = await crypto.subtle
          .verify(one, key, Uint8Array.from(signature), Uint8Array.from(bytes))
          .catch(() => false);
        if (holds) return true;
      }
      return false;
    },
  };
}
