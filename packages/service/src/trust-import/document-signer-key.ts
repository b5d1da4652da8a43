import { createHash, type X509Certificate } from 'node:crypto';
import { importPublicKey } from '@mohar/credential/proofs/keys/public-key-node.ts';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { eventsNamed, type UsageEvent } from '../signing/x509/profiles.ts';
import { assertIssuedByOneOf, assertNotEnded, assertSigns, publicKeyOf, windowOf } from './certificates.ts';
import { countryIssuer } from './country-issuer.ts';
import { UnfitEntryError } from './imported-list.ts';

/** What a list says of a document signer (DSC). */
export interface ListedSigner {
  readonly certificate: X509Certificate;
  /** ISO 3166-1 alpha-2 of the issuing country. */
  readonly country: string;
  /** How the list says that documents name it. */
  readonly keyId?: string | undefined;
  /** Trust domain of WHO's network that lists it. */
  readonly domain?: string | undefined;
  /** The country's authorities (CSCA), one of which must have signed it; absent where the list has none at all. */
  readonly authorities?: readonly X509Certificate[] | undefined;
}

/**
 * The key of a document signer of health certificates (HCERT: EU DCC, WHO DDCC, ICVP).
 *
 * @param at milliseconds since 1970.
 * @throws UnfitEntryError where it is not to be trusted.
 */
export async function documentSignerKey(
  { certificate, country, keyId, domain, authorities }: ListedSigner,
  at: number,
): Promise<TrustedKey> {
  if (certificate.ca)
    throw new UnfitEntryError('its certificate is an authority’s, which signs no documents');
  assertSigns(certificate);
  assertNotEnded(certificate, at);
  assertIssuedByOneOf(certificate, authorities);
  const publicKey = publicKeyOf(certificate);
  if (!(await importPublicKey(publicKey)))
    throw new UnfitEntryError('its key is neither P-256 nor RSA of 2048 bits or more');
  const owner = countryIssuer(country);
  const named = isKeyId(keyId) ? keyId : hcertKeyId(certificate);
  const events = eventsOf(certificate);
  const window = windowOf(certificate);
  return {
    ...owner,
    verificationMethod: `${owner.issuer}#${named}`,
    publicKey,
    ...window,
    document: {
      format: 'hcert',
      keyId: named,
      ...(events ? { events } : {}),
      country,
      notAfter: window.validUntil,
      ...(domain === undefined ? {} : { domain }),
    },
  };
}

/** How documents name a signer: base64 of the first 8 bytes of the certificate's SHA-256. */
export const hcertKeyId = ({ raw }: X509Certificate): string =>
  createHash('sha256').update(raw).digest().subarray(0, 8).toString('base64');

const isKeyId = (text: string | undefined): text is string => /^[A-Za-z0-9+/]{11}=$/.test(text ?? '');

/**
 * Certificates of which events it may sign (HCERT 1.1, appendix A.4); undefined: of all, where it has no extended key usage.
 * One that has other usages alone may sign none.
 */
export const eventsOf = ({ keyUsage: usages = [] }: X509Certificate): readonly UsageEvent[] | undefined =>
  usages.length === 0 ? undefined : eventsNamed(usages);
