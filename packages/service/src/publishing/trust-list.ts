import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { keysOfIssuers } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Issuer } from '../issuing/issuer.ts';

/**
 * Whose signatures count in this country: its own issuer's, and those that the country pack names.
 *
 * @param documents the issuer's own keys of documents for other countries.
 */
export const trustedIssuers = (
  { pack, trust }: Issuer,
  documents: TrustList = [],
): readonly TrustedIssuer[] => [
  {
    id: pack.issuer.did,
    name: pack.issuer.name,
    country: pack.country.alpha3,
    keys: [...trust, ...documents].map(({ verificationMethod = '', publicKey, ...key }) => ({
      verificationMethod,
      publicKey: String(publicKey),
      ...(key.validFrom === undefined ? {} : { validFrom: key.validFrom }),
      ...(key.validUntil === undefined ? {} : { validUntil: key.validUntil }),
      ...(key.compromisedSince === undefined ? {} : { compromisedSince: key.compromisedSince }),
      ...(key.document === undefined ? {} : { document: key.document }),
    })),
  },
  ...pack.trustedIssuers,
];

/** The same, as verification wants it. */
export const trustOf = (issuer: Issuer): TrustList => [
  ...issuer.trust,
  ...keysOfIssuers(issuer.pack.trustedIssuers),
];
