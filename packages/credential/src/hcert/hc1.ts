import { deflateZlib } from '#deflate';
import { inflateZlib } from '../deflate/inflate.ts';
import { UnreadablePayloadError } from '../errors.ts';
import { fromBase45, toBase45 } from './base45.ts';

/** Context identifier of health certificates of version 1 (HCERT 1.1, section 3). */
const prefix = 'HC1:';
/** No QR code carries more characters; nobody's certificate is larger when unpacked. */
const max = { characters: 8 * 1024, bytes: 64 * 1024 } as const;

/** Whether a text claims to be a health certificate. */
export const isHc1 = (text: string): boolean => text.startsWith(prefix);

/** What a health certificate's QR code says: `HC1:`, base45, zlib (HCERT 1.1). The same bytes give the same text. */
export const packHc1 = (cose: Uint8Array): string => prefix + toBase45(deflateZlib(cose));

/**
 * Unpacks what {@link packHc1} packs. Work and memory are bounded, whatever is given.
 *
 * @returns the COSE message's bytes.
 * @throws UnreadablePayloadError with the layer that is broken.
 */
export function unpackHc1(text: string): Uint8Array {
  if (!isHc1(text)) throw new UnreadablePayloadError('It does not begin with HC1:.');
  if (text.length > max.characters) throw new UnreadablePayloadError('The text is too long.');
  return inflateZlib(fromBase45(text.slice(prefix.length)), max.bytes);
}
