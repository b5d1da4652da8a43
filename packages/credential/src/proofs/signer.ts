/** JOSE names of the signature algorithms that credentials are signed with (RFC 7518, RFC 8037). */
export type SignatureAlgorithm = 'EdDSA' | 'PS256' | 'ES256';

/**
 * Something that signs: a key in memory, a token, a key service. Implementations live outside this package,
 * since keys are outside of what is pure.
 */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** URI under which verifiers find the public key: a proof's `verificationMethod`. */
  readonly verificationMethod: string;
  /**
   * Signs the bytes (hashing is part of the algorithm).
   *
   * @returns 64 bytes for EdDSA (RFC 8032) and ES256 (r‖s, IEEE P1363); the modulus' length for PS256.
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
