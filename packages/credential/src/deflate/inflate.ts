import { inflateSync, unzlibSync } from 'fflate';
import { UnreadablePayloadError } from '../errors.ts';

/**
 * Unpacks zlib (RFC 1950), to no more than the given number of bytes.
 *
 * @throws UnreadablePayloadError where it is not that, or larger.
 */
export function inflateZlib(packed: Uint8Array, maxBytes: number): Uint8Array {
  const bytes = inflate(packed, maxBytes, unzlibSync);
  // The library passes over the checksum.
  const stated =
    packed.length < 6 ? -1 : new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 4);
  if (stated !== adler32(bytes)) throw notDeflated();
  return bytes;
}

/**
 * Unpacks raw DEFLATE (RFC 1951), to no more than the given number of bytes.
 *
 * @throws UnreadablePayloadError where it is not that, or larger.
 */
export const inflateRaw = (packed: Uint8Array, maxBytes: number): Uint8Array =>
  inflate(packed, maxBytes, inflateSync);

function inflate(
  packed: Uint8Array,
  maxBytes: number,
  unpack: (packed: Uint8Array, options: { out: Uint8Array }) => Uint8Array,
): Uint8Array {
  let bytes: Uint8Array;
  try {
    // Into room that is there already: the library drops what does not fit, so one byte more tells that it is too much.
    bytes = unpack(packed, { out: new Uint8Array(maxBytes + 1) });
  } catch {
    throw notDeflated();
  }
  if (bytes.length > maxBytes) throw new UnreadablePayloadError('What is packed is too large.');
  return bytes;
}

/** Adler-32 (RFC 1950, section 8.2). */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

const notDeflated = () => new UnreadablePayloadError('It is not packed by DEFLATE.');
