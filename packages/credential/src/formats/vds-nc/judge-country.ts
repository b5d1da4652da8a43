import { countryNamed, isCountry } from '../../codes/countries.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { TrustedSigner } from './trusted-signer.ts';

/**
 * The country that a document, or its signer's certificate, names beside another one's key. A signer speaks for the country in
 * its certificate's subject, and that country's authority alone certifies it (ICAO Doc 9303-12, section 7.1): whoever may sign
 * seals of one country could else sign those of all.
 *
 * @param data what is signed.
 * @returns the code that does not fit, as it is written; undefined where all agree, or do not tell: a bare key has no country.
 */
export function otherCountryOf({ hdr }: JsonObject, { vouched, by }: TrustedSigner): string | undefined {
  if (!vouched) return undefined;
  const signer = vouched.subject.country;
  const authority = by === 'authority' ? vouched.issuer.country : undefined;
  if (signer !== undefined && authority !== undefined && countryNamed(signer) !== countryNamed(authority))
    return signer;
  const named = isJsonObject(hdr) ? hdr.is : undefined;
  const home = signer ?? authority;
  // What is no code at all, the schema finds.
  if (typeof named !== 'string' || !/^[A-Z]{1,3}$/.test(named) || home === undefined) return undefined;
  return isCodeOf(home, named) ? undefined : named;
}

/** Of organisations and of tests nobody here knows both codes; a country's are known. */
function isCodeOf(alpha2: string, code: string): boolean {
  const country = countryNamed(code);
  return country === undefined ? !isCountry(alpha2) : country === countryNamed(alpha2);
}
