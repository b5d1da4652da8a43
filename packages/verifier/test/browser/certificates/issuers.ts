import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '@mohar/credential/proofs/signer.ts';
import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';

/** An issuer with an Ed25519 key of its own. */
export interface SampleIssuer {
  readonly issuer: TrustedIssuer;
  readonly signer: Signer;
}

/** Makes an issuer of a name. */
export function sampleIssuer(id: string, name: string): SampleIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const verificationMethod = `${id}#key-1`;
  return {
    issuer: {
      id,
      name: { en: name },
      country: 'XXX',
      keys: [{ verificationMethod, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
    },
    signer: signerOf(privateKey, verificationMethod),
  };
}

const signerOf = (privateKey: KeyObject, verificationMethod: string): Signer => ({
  algorithm: 'EdDSA',
  verificationMethod,
  sign: async (bytes) => sign(null, bytes, privateKey),
});
