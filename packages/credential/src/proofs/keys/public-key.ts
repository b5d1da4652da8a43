import type { SignatureAlgorithm } from '../signer.ts';

/** A public key, ready to verify with. */
export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  /** Whether a signature over the bytes is the key's. Any malformed signature is just not one. */
  verify(signature: Uint8Array, bytes: Uint8Array): Promise<boolean> | boolean;
}

/** Salt lengths of RSA-PSS: RFC 7518 wants 32 bytes; the OpenSSL default of DIVOC's first signers was the longest. */
export const saltLengths = [32, 222] as const;

/** RSA keys of other sizes are not accepted, in bits. */
export const rsaBits = { min: 2048, max: 4096 } as const;
