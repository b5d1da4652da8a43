import type { Certificate } from '../../x509/read-certificate.ts';
import type { DocumentType } from './message.ts';
import type { TrustedSigner } from './trusted-signer.ts';

/** Extended key usage of those who sign VDS-NC (VDS-NC 1.1). */
const vdsNcSigner = '2.23.136.1.1.14.2';
/** ICAO document types: health proofs of vaccination and of tests. */
const documentTypes: Readonly<Record<DocumentType, string>> = { 'icao.vacc': 'NV', 'icao.test': 'NT' };

/**
 * Whether a certificate lets its key sign a document of a type. Under an authority, which signs certificates for
 * passports too, it must say so; one that is trusted by itself must only not say otherwise.
 */
export function maySign(certificate: Certificate, by: TrustedSigner['by'], type: DocumentType): boolean {
  const { extendedKeyUsage, documentTypes: listed, keyUsage, unknownCritical } = certificate;
  if (keyUsage?.digitalSignature === false || unknownCritical.length > 0) return false;
  const unsaid = by === 'signer';
  return (
    (extendedKeyUsage?.includes(vdsNcSigner) ?? unsaid) && (listed?.includes(documentTypes[type]) ?? unsaid)
  );
}
