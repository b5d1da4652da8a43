import type { X509Certificate } from 'node:crypto';
import type { TrustedKey } from '@mohar/credential/trust/trust-list.ts';
import { sealSignerUsage } from '../signing/x509/profiles.ts';
import {
  assertIssuedByOneOf,
  assertNotEnded,
  assertSigns,
  isIssuedBy,
  publicKeyOf,
  readCertificate,
  windowOf,
} from './certificates.ts';
import { countryIssuer, countryOf } from './country-issuer.ts';
import { documentSignerKey } from './document-signer-key.ts';
import { type ImportedList, importEach, TrustImportError, UnfitEntryError } from './imported-list.ts';

/**
 * Reads certificates that were handed over one by one: a bundle of PEM blocks. Authorities (CSCA), and signers of visible
 * digital seals, count for ICAO's VDS-NC; other signers for health certificates of the EU's and WHO's kind (HCERT). Where the
 * bundle has authorities of their country, one of them must have signed a signer.
 *
 * @param at milliseconds since 1970.
 * @throws TrustImportError where there is no certificate in it.
 */
export async function importBundle(text: string, at: number): Promise<ImportedList> {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)].map(
    ([, base64 = '']) => base64,
  );
  if (blocks.length === 0)
    throw new TrustImportError('It has no certificate: PEM blocks, BEGIN CERTIFICATE.');
  return importCertificates(blocks, at);
}

/** The same for certificates as DER in base64. */
export async function importCertificates(blocks: readonly string[], at: number): Promise<ImportedList> {
  const authorities = blocks.flatMap(authorityIn);
  return importEach(
    blocks,
    (_, n) => `certificate ${n + 1}`,
    async (block) => {
      const certificate = readCertificate(block);
      const country = countryOf(certificate);
      const compatriots = authorities.filter((authority) => countryOf(authority) === country);
      if (certificate.ca) return authorityKey(certificate, compatriots, at);
      const issuers = compatriots.length === 0 ? undefined : compatriots;
      if (!certificate.keyUsage?.includes(sealSignerUsage))
        return documentSignerKey({ certificate, country, authorities: issuers }, at);
      assertSigns(certificate);
      assertIssuedByOneOf(certificate, issuers);
      return sealKey(certificate, at);
    },
  );
}

function authorityIn(block: string): readonly X509Certificate[] {
  try {
    const certificate = readCertificate(block);
    countryOf(certificate);
    return certificate.ca ? [certificate] : [];
  } catch {
    // Rejected by name when its turn comes.
    return [];
  }
}

/** A CSCA signs itself; a link certificate is signed by the one before it. */
function authorityKey(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
  at: number,
): TrustedKey {
  if (!authorities.some((authority) => isIssuedBy(certificate, authority)))
    throw new UnfitEntryError('neither it nor another authority of the bundle signed its certificate');
  return sealKey(certificate, at);
}

function sealKey(certificate: X509Certificate, at: number): TrustedKey {
  assertNotEnded(certificate, at);
  const owner = countryIssuer(countryOf(certificate));
  return {
    ...owner,
    verificationMethod: `${owner.issuer}#${certificate.fingerprint256.replaceAll(':', '').toLowerCase()}`,
    publicKey: publicKeyOf(certificate),
    ...windowOf(certificate),
    document: { format: 'vds-nc', certificate: certificate.raw.toString('base64') },
  };
}
