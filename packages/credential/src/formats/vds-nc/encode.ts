import { base64url } from '@scure/base';
import { canonicalJson } from '../../canonical-json.ts';
import { UnsuitableKeyError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import type { DocumentSigner } from '../document-signer.ts';
import type { VdsNcContent } from './message.ts';

/**
 * Signs what a VDS-NC says: ES256 over the JCS form (RFC 8785) of `data`, the signer's certificate inside (VDS-NC 1.1).
 * It has no validity of its own: it ends with the signer's certificate.
 *
 * @param signer with a certificate that may sign the document's type.
 * @returns the code's text: compact JSON, `data` before `sig`, base64url with its padding, as in
 *   ICAO's own example: other readers need it.
 * @throws UnsuitableKeyError where the signer has no certificate.
 */
export async function encodeVdsNc(content: VdsNcContent, signer: DocumentSigner): Promise<string> {
  const { certificate } = signer;
  if (!certificate)
    throw new UnsuitableKeyError('VDS-NC is signed with a key that has an X.509 certificate.');
  // `data` goes out in the very form that is signed: a reader that forgets to canonicalise finds it right as well.
  const data = canonicalJson(content as unknown as JsonObject);
  const signature = await signer.sign(new TextEncoder().encode(data));
  const sig = { alg: 'ES256', cer: base64url.encode(certificate), sigvl: base64url.encode(signature) };
  return `{"data":${data},"sig":${JSON.stringify(sig)}}`;
}

/** In which segments the text goes into a QR code: all of it in byte mode (VDS-NC 1.1). */
export const contentVdsNc = (text: string): CodeContent => ({ segments: [{ mode: 'byte', text }] });
