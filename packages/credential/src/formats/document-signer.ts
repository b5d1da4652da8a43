import type { Signer } from '../proofs/signer.ts';

/** A signer of documents for other countries: a P-256 key, most often with an X.509 certificate. */
export interface DocumentSigner extends Signer {
  readonly algorithm: 'ES256';
  /**
   * How documents name the key. HCERT: base64 of the first 8 bytes of the certificate's SHA-256. SMART Health Cards: the
   * JWK thumbprint (RFC 7638). VDS-NC: not used, the certificate is inside.
   */
  readonly keyId: string;
  /** X.509, DER; none for SMART Health Cards. */
  readonly certificate?: Uint8Array;
  /**
   * The end of the key's certificate, milliseconds since 1970: no document ends later. Infinity where it has none. Until when
   * the key signs is another matter, of whoever chooses it.
   */
  readonly certificateUntil: number;
}
