import { cborOfJson } from '../../hcert/cbor-of-json.ts';
import { signHcert } from '../../hcert/claims.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import type { DocumentSigner } from '../document-signer.ts';
import type { DdccDocument } from './build-ddcc.ts';
import { subclaims } from './subclaims.ts';

/**
 * Signs a DDCC as an HCERT: subclaim 3 for a vaccination, 4 for a test.
 *
 * @param validity milliseconds since 1970; it ends with the signer's time at the latest.
 * @returns the code's text: `HC1:…`.
 * @throws UnsuitableKeyError where the signer's time is over.
 */
export const encodeDdcc = (
  { kind, country, members }: DdccDocument,
  signer: DocumentSigner,
  validity: { readonly issuedAt: number; readonly expiresAt: number },
): Promise<string> =>
  signHcert(subclaims[kind], cborOfJson(members), signer, { ...validity, issuer: country });

/** In which segments the text goes into a QR code (HCERT 1.1, section 4.2). */
export const contentDdcc = (text: string): CodeContent => ({ segments: [{ mode: 'alphanumeric', text }] });
