import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { keysOfIssuers } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Issuer } from '../issuing/issuer.ts';

/** Whose signatures count in this country: its own issuer's, and those that the country pack names. */
export const trustedIssuers = ({ pack, trust }: Issuer): readonly TrustedIssuer[] => [
  {
    id: pack.issuer.did,
    name: pack.issuer.name,
    country: pack.country.alpha3,
    keys: trust.map(({ verificationMethod = '', publicKey, validFrom, validUntil, compromisedSince }) => ({
      verificationMethod,
      publicKey: String(publicKey),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(compromisedSince === undefined ? {} : { compromisedSince }),
    })),
  },
  ...(pack.trustedIssuers ?? []),
];

/** The same, as verification wants it. */
export const trustOf = (issuer: Issuer): TrustList => [
  ...issuer.trust,
  ...keysOfIssuers(issuer.pack.trustedIssuers ?? []),
];
