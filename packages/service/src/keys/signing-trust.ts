import type { TrustedKey, TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CountryPack } from '../country/pack.ts';
import { nameOf } from '../issuing/issuer.ts';
import type { SigningKey } from '../registry/signing-keys.ts';

/** What verifiers need to know of the signing keys of a registry: of all, also those that are announced. */
export const signingTrust = (keys: readonly SigningKey[], pack: CountryPack): TrustList =>
  keys.map(
    ({ verificationMethod, publicKey, validFrom, validUntil, compromisedSince }): TrustedKey => ({
      issuer: pack.issuer.did,
      issuerName: nameOf(pack),
      verificationMethod,
      publicKey,
      ...(validFrom ? { validFrom: validFrom.toISOString() } : {}),
      ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
      ...(compromisedSince ? { compromisedSince: compromisedSince.toISOString() } : {}),
    }),
  );
