import { cborOfJson } from '../../hcert/cbor-of-json.ts';
import { signHcert } from '../../hcert/claims.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import type { DocumentSigner } from '../document-signer.ts';
import { type IcvpDocument, membersOf } from './content.ts';

/**
 * Signs an ICVP as an HCERT, with the certificate's id in the claim `cti` (RFC 8392, section 3.1.7), since the set of
 * fields has no place for it.
 *
 * @param validity milliseconds since 1970; it ends with the signer's time at the latest. The dose may count for longer:
 *   then the certificate is issued anew.
 * @returns the code's text: `HC1:…`.
 * @throws UnsuitableKeyError where the signer's time is over.
 */
export const encodeIcvp = (
  document: IcvpDocument,
  signer: DocumentSigner,
  validity: { readonly issuedAt: number; readonly expiresAt: number },
): Promise<string> =>
  signHcert(document.subclaim, cborOfJson(membersOf(document)), signer, {
    ...validity,
    issuer: document.country,
    id: new TextEncoder().encode(document.certificateId),
  });

/** In which segments the text goes into a QR code (HCERT 1.1, section 4.2). */
export const contentIcvp = (text: string): CodeContent => ({ segments: [{ mode: 'alphanumeric', text }] });
