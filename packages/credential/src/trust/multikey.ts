import { base58, base64urlnopad } from '@scure/base';

/** What a public JWK says of its key (RFC 7518, section 6; RFC 8037, section 2). */
export interface JwkPoint {
  readonly crv?: string;
  /** base64url. */
  readonly x?: string;
  readonly y?: string;
}

/**
 * A public key as Multikey writes it (W3C Controlled Identifiers 1.0, section 2.2.2).
 *
 * @returns undefined for other kinds of key than Ed25519 and P-256: RSA has no such form.
 */
export function multikeyOf({ crv, x = '', y = '' }: JwkPoint): string | undefined {
  const raw = base64urlnopad.decode(x);
  if (crv === 'Ed25519') return `z${base58.encode(Uint8Array.from([0xed, 0x01, ...raw]))}`;
  if (crv !== 'P-256') return undefined;
  // The compressed point: whether y is odd, and x.
  const odd = (base64urlnopad.decode(y).at(-1) ?? 0) & 1;
  return `z${base58.encode(Uint8Array.from([0x80, 0x24, 2 + odd, ...raw]))}`;
}
