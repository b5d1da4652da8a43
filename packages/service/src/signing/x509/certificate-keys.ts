import { createPublicKey, type KeyObject } from 'node:crypto';
import { KeyError } from '../key-store.ts';

/** A key as the library that writes certificates wants it, with the digest to sign with. */
export interface CertifyingKey {
  readonly key: CryptoKey;
  readonly digest: 'SHA-256' | 'SHA-384' | 'SHA-512';
}

const curves = {
  prime256v1: { namedCurve: 'P-256', digest: 'SHA-256' },
  secp384r1: { namedCurve: 'P-384', digest: 'SHA-384' },
  secp521r1: { namedCurve: 'P-521', digest: 'SHA-512' },
} as const;

/**
 * A private key that signs certificates, requests and packages.
 *
 * @param name how errors call it.
 * @throws KeyError where it is neither ECDSA on a NIST curve nor RSA of 3000 bits or more, as WHO's governance wants them.
 */
export function certifyingKey(key: KeyObject, name: string): CertifyingKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const curve = type === 'ec' ? curves[details?.namedCurve as keyof typeof curves] : undefined;
  if (curve) {
    const { namedCurve, digest } = curve;
    return { key: key.toCryptoKey({ name: 'ECDSA', namedCurve }, false, ['sign']) as CryptoKey, digest };
  }
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 3000) {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return { key: key.toCryptoKey(algorithm, false, ['sign']) as CryptoKey, digest: 'SHA-256' };
  }
  throw new KeyError(
    `${name} must be an ECDSA key (P-256, P-384 or P-521) or an RSA key of 3000 bits or more.`,
  );
}

/** Whether a private key is the other half of a public one. */
export const belongTogether = (privateKey: KeyObject, publicKey: KeyObject): boolean =>
  createPublicKey(privateKey).equals(publicKey);
