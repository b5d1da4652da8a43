import { X509Certificate } from 'node:crypto';
import { readCertificate as readX509 } from '../signing/x509/read-certificate.ts';
import { UnfitEntryError } from './imported-list.ts';

/**
 * Reads an X.509 certificate.
 *
 * @param base64 DER; line breaks do not matter.
 * @throws UnfitEntryError where it is none.
 */
export function readCertificate(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    throw new UnfitEntryError('it is not an X.509 certificate');
  }
}

/**
 * Whether an authority signed a certificate (RFC 5280, section 6.1.3): name, key identifier and signature; the authority
 * must have been valid when it did.
 */
export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  const issuedAt = Date.parse(certificate.validFrom);
  if (!authority.ca || issuedAt < Date.parse(authority.validFrom) || issuedAt > Date.parse(authority.validTo))
    return false;
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    // A kind of key or signature that is not known here.
    return false;
  }
}

/**
 * @param authorities those of its country in the list, one of which must have signed it; undefined: the list has none at all.
 * @throws UnfitEntryError where none did.
 */
export function assertIssuedByOneOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[] | undefined,
): void {
  if (authorities && !authorities.some((authority) => isIssuedBy(certificate, authority)))
    throw new UnfitEntryError('no authority (CSCA) of its country in the list signed it');
}

/** @throws UnfitEntryError where its key usage (RFC 5280, section 4.2.1.3) leaves out digital signatures. */
export function assertSigns({ raw }: X509Certificate): void {
  const name = 'its certificate';
  if (readSigner(raw, name).maySignDocuments === false)
    throw new UnfitEntryError(`${name} is for no digital signatures`);
}

function readSigner(der: Buffer, name: string) {
  try {
    return readX509(der, name);
  } catch {
    throw new UnfitEntryError(`${name} cannot be read`);
  }
}

/** The public key, PEM (SubjectPublicKeyInfo). @throws UnfitEntryError where its kind is not known here. */
export function publicKeyOf(certificate: X509Certificate): string {
  try {
    return certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw new UnfitEntryError('its key cannot be read');
  }
}

/**
 * @param at milliseconds since 1970.
 * @throws UnfitEntryError where the certificate has ended.
 */
export function assertNotEnded({ validTo }: X509Certificate, at: number): void {
  const end = new Date(validTo);
  if (end.getTime() <= at)
    throw new UnfitEntryError(`its certificate ended on ${end.toISOString().slice(0, 10)}`);
}

/** The window of a certificate as trusted keys have it. */
export const windowOf = ({ validFrom, validTo }: X509Certificate) => ({
  validFrom: new Date(validFrom).toISOString(),
  validUntil: new Date(validTo).toISOString(),
});
