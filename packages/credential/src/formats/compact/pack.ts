import { deflateRaw } from '#deflate';
import { MalformedCredentialError } from '../../errors.ts';
import { toBase45 } from '../../hcert/base45.ts';
import { isJsonObject } from '../../json.ts';
import type { CodeContent } from '../../qr/code-content.ts';
import { compactPrefix } from './prefix.ts';
import { toCbor } from './to-cbor.ts';

/**
 * Writes a signed credential as the text of a compact QR code: `MH1:`, base45 of raw DEFLATE of CBOR
 * (docs/verifiers/compact-format.md).
 *
 * @param credential JSON text of an object.
 * @throws MalformedCredentialError where it is no object, nested too deep, or has no UTF-8.
 */
export function packCompact(credential: string): string {
  const value: unknown = JSON.parse(credential);
  if (!isJsonObject(value)) throw new MalformedCredentialError('A credential is a JSON object.');
  return compactPrefix + toBase45(deflateRaw(toCbor(value)));
}

/** How the text goes into a QR code: all of its characters are of the alphanumeric mode. */
export const contentCompact = (text: string): CodeContent => ({
  segments: [{ mode: 'alphanumeric', text }],
});
