import issuers from './known-issuers.json' with { type: 'json' };
import type { TrustList } from './trust-list.ts';

/**
 * Keys of the national issuers of DIVOC certificates, as they are published in Path-Check's trust registry. Known, not
 * trusted: their certificates are told from changed ones. Without verification methods, since some issuers' proofs carry
 * another's name.
 */
export const knownIssuers: TrustList = issuers.map(({ id, name, publicKey }) => ({
  issuer: id,
  issuerName: name,
  publicKey,
}));
