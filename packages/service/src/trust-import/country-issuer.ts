import type { X509Certificate } from 'node:crypto';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { UnfitEntryError } from './imported-list.ts';

const names = new Intl.DisplayNames(['en'], { type: 'region' });

/**
 * A country as an issuer: the same one, whichever list names its keys.
 *
 * @param alpha2 ISO 3166-1, upper case; also the codes that test systems use, such as `XA`.
 */
export const countryIssuer = (
  alpha2: string,
): Pick<TrustedKey, 'issuerName'> & { readonly issuer: string } => ({
  issuer: `urn:iso:std:iso:3166:${alpha2}`,
  issuerName: isAssigned(alpha2) ? (names.of(alpha2) ?? alpha2) : alpha2,
});

/** Codes from XA to XZ are nobody's, but for Kosovo's: names that are known for them are not of countries. */
const isAssigned = (alpha2: string) => !alpha2.startsWith('X') || alpha2 === 'XK';

/** The country in a certificate's subject (ISO 3166-1 alpha-2). @throws UnfitEntryError where it names none. */
export function countryOf({ subject }: X509Certificate): string {
  // Relative names of several values are written with a plus.
  const country = /(?:^|\n|\+ ?)C ?= ?([A-Za-z]{2})(?= ?\+|\n|$)/.exec(subject ?? '')?.[1]?.toUpperCase();
  if (country === undefined) throw new UnfitEntryError('its certificate names no country');
  return country;
}
