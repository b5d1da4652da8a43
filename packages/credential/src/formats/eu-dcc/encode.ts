import { cborOfJson } from '../../hcert/cbor-of-json.ts';
import { signHcert } from '../../hcert/claims.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import type { DocumentSigner } from '../document-signer.ts';
import { type EuDcc, entryOf } from './certificate.ts';
import { euDccSubclaim } from './decode.ts';

/**
 * Signs an EU DCC: an HCERT, issued by the country of its entry.
 *
 * @param validity milliseconds since 1970. It ends with the signer's key, if not before.
 * @returns the text of the QR code: `HC1:…`.
 * @throws UnsuitableKeyError where the key has ended.
 */
export const encodeEuDcc = (
  content: EuDcc,
  signer: DocumentSigner,
  validity: { readonly issuedAt: number; readonly expiresAt: number },
): Promise<string> =>
  signHcert(euDccSubclaim, cborOfJson(content), signer, { issuer: entryOf(content).co, ...validity });

/** What goes into the QR code: all of it in alphanumeric mode, as HCERT 1.1, section 4, has it. */
export const contentEuDcc = (text: string): CodeContent => ({ segments: [{ mode: 'alphanumeric', text }] });
