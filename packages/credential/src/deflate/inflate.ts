import { Inflate, Unzlib } from 'fflate';
import { UnreadablePayloadError } from '../errors.ts';

/**
 * Unpacks zlib (RFC 1950), to no more than the given number of bytes.
 *
 * @throws UnreadablePayloadError where it is not that, or larger.
 */
export function inflateZlib(packed: Uint8Array, maxBytes: number): Uint8Array {
  const bytes = inflate(packed, maxBytes, Unzlib);
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
  inflate(packed, maxBytes, Inflate);

function inflate(packed: Uint8Array, maxBytes: number, Stream: typeof Inflate | typeof Unzlib): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const stream = new Stream((chunk, final) => {
    chunks.push(chunk);
    length += chunk.length;
    ended ||= final;
    if (length > maxBytes) throw new UnreadablePayloadError('What is packed is too large.');
  });
  try {
    // In pieces, so that a bomb is noticed before it has grown.
    for (let at = 0; at < packed.length; at += pieceBytes) {
      stream.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
    }
  } catch (error) {
    if (error instanceof UnreadablePayloadError) throw error;
    throw notDeflated();
  }
  if (!ended) throw notDeflated();
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
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

/** DEFLATE makes at most 1,032 bytes of one. */
const pieceBytes = 512;

const notDeflated = () => new UnreadablePayloadError('It is not packed by DEFLATE.');
