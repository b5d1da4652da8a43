import { type Certificate, isSame } from './read-certificate.ts';
import { holdsAsX509 } from './signatures.ts';

/**
 * Whether a certificate says that an authority issued it: its issuer's name is the authority's, and the key that it
 * names, where it names one, is the authority's (RFC 5280, sections 4.1.2.4 and 4.2.1.1). The signature is another
 * question: {@link isSignedWith}.
 */
export function namesAsIssuer(certificate: Certificate, authority: Certificate): boolean {
  const { authorityKeyId } = certificate;
  const { subjectKeyId } = authority;
  return (
    isSame(certificate.issuer.der, authority.subject.der) &&
    (!authorityKeyId || !subjectKeyId || isSame(authorityKeyId, subjectKeyId))
  );
}

/** Whether a certificate may sign others: it is an authority's, and nothing in it says otherwise. */
export const maySignCertificates = ({ isAuthority, keyUsage, unknownCritical }: Certificate): boolean =>
  isAuthority && keyUsage?.keyCertSign !== false && unknownCritical.length === 0;

/**
 * Whether a certificate is signed with a key.
 *
 * @param spki SubjectPublicKeyInfo of the authority, DER.
 */
export const isSignedWith = (certificate: Certificate, spki: Uint8Array): Promise<boolean> =>
  holdsAsX509(certificate.signatureAlgorithm, certificate.signature, certificate.signedBytes, spki);

/** Whether a moment, milliseconds since 1970, is within a certificate's validity. */
export const validityAt = (
  { notBefore, notAfter }: Certificate,
  at: number,
): 'in-force' | 'not-yet' | 'over' => (at < notBefore ? 'not-yet' : at > notAfter ? 'over' : 'in-force');
