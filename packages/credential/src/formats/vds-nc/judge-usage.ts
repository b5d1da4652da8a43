import type { DocumentType } from './message.ts';
import type { TrustedSigner } from './trusted-signer.ts';

/** Extended key usage of those who sign VDS-NC (VDS-NC 1.1). */
const vdsNcSigner = '2.23.136.1.1.14.2';
/** ICAO document types: health proofs of vaccination and of tests. */
const documentTypes: Readonly<Record<DocumentType, string>> = { 'icao.vacc': 'NV', 'icao.test': 'NT' };

/**
 * Whether a signer's certificate lets its key sign a document of a type. Under an authority, which signs certificates for
 * passports too, it must say so; one that is trusted by itself must only not say otherwise, and a bare key may.
 */
export function maySign({ vouched, by }: TrustedSigner, type: DocumentType): boolean {
  if (!vouched) return true;
  const { extendedKeyUsage, documentTypes: listed, keyUsage, unknownCritical } = vouched;
  if (keyUsage?.digitalSignature === false || unknownCritical.length > 0) return false;
  const unsaid = by === 'signer';
  return (
    (extendedKeyUsage?.includes(vdsNcSigner) ?? unsaid) && (listed?.includes(documentTypes[type]) ?? unsaid)
  );
}
