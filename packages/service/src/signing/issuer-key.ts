import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SignatureAlgorithm, Signer } from '@mohar/credential/proofs/signer.ts';

/** A private key of the issuer, in memory. */
export interface IssuerKey {
  /** Short name ({@link keyIdOf}): the end of its verification method. */
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  readonly privateKey: KeyObject;
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKeyPem: string;
  /** Made by Mohar on first start, for trying out; production mode refuses it. */
  readonly development: boolean;
}

/** Digest and padding that `node:crypto` wants for each algorithm. */
const parameters = {
  EdDSA: { digest: null, options: undefined },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  // 6: RSA_PKCS1_PSS_PADDING; RFC 7518, section 3.5 wants a salt as long as the digest.
  PS256: { digest: 'sha256', options: { padding: 6, saltLength: 32 } },
} as const;

/** The algorithm that a private key signs with; undefined for a key of another kind or of less than 2048 bits. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm | undefined {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return 'EdDSA';
    case 'ec':
      return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
    case 'rsa':
      return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? 'PS256' : undefined;
    default:
      return undefined;
  }
}

/** The name of a key: the first 16 hexadecimal digits of the SHA-256 of its public half's DER. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** The public half of a private key, as PEM. */
export const publicPem = (privateKey: KeyObject) =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

/** A signer with a key in memory; the key object is made once and kept, which is most of its speed. */
export function signerFor(key: IssuerKey, verificationMethod: string): Signer {
  const { digest, options } = parameters[key.algorithm];
  // Without options the key alone: Node reads an object of them member by member.
  const privateKey = options ? { key: key.privateKey, ...options } : key.privateKey;
  return {
    algorithm: key.algorithm,
    verificationMethod,
    sign: async (bytes) => sign(digest, bytes, privateKey),
  };
}
