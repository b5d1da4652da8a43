import { inflateRaw } from '../../deflate/inflate.ts';
import { UnreadablePayloadError } from '../../errors.ts';
import { fromBase45 } from '../../hcert/base45.ts';
import { fromCbor } from './from-cbor.ts';
import { compactPrefix } from './prefix.ts';

/** A QR code holds 4,296 characters. */
const max = { characters: 8 * 1024, bytes: 64 * 1024 } as const;

/**
 * Reads what `packCompact` writes. Work and memory are bounded, whatever is given.
 *
 * @returns the credential's JSON text, as `JSON.stringify` writes it, members in their order; no object in it names
 *   a member twice. Nothing is verified.
 * @throws UnreadablePayloadError where it is not that, or written with a table that is not known here.
 */
export function unpackCompact(text: string): string {
  if (!text.startsWith(compactPrefix)) {
    throw new UnreadablePayloadError(`It does not begin with ${compactPrefix}`);
  }
  if (text.length > max.characters) throw new UnreadablePayloadError('The text is too long.');
  return fromCbor(inflateRaw(fromBase45(text.slice(compactPrefix.length)), max.bytes));
}
