import { Inflate, inflateSync } from 'fflate';
import { UnreadablePayloadError } from '../errors.ts';
import { crc32 } from './crc32.ts';

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
const sizes = { local: 30, central: 46, end: 22 } as const;
const methods = { stored: 0, deflated: 8 } as const;
/** Flags that change nothing in how the data are read: deflate's options, sizes behind the data, a name in UTF-8. */
const harmlessFlags = 0x0002 | 0x0004 | 0x0008 | 0x0800;
/** Inflated at a time, in bytes, more than a QR code holds: no more than 4 MB can come out of them. */
const portion = 4_096;

/**
 * Reads a zip (APPNOTE.TXT 4.3) that holds one entry of the given name and nothing else, as all of DIVOC's do.
 * Work and memory are bounded by the sizes of zip and entry, whatever the zip says of itself.
 *
 * @param maxBytes the entry's size must not be larger.
 * @returns the entry's bytes, of the size and the CRC-32 that the zip names.
 * @throws UnreadablePayloadError for anything else: more entries, another name, an encrypted entry, zip64, a
 *   wrong size or CRC-32.
 */
export function onlyZipEntry(zip: Uint8Array, name: string, maxBytes: number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { central, method, packedSize, size, checksum, local } = centralEntry(view, zip, name);
  demand(size <= maxBytes);
  demand(local + sizes.local <= central && view.getUint32(local, true) === signatures.local);
  demand(view.getUint16(local + 8, true) === method && nameIs(zip, local + sizes.local, name));
  demand(view.getUint16(local + 26, true) === name.length);
  const start = local + sizes.local + name.length + view.getUint16(local + 28, true);
  demand(start + packedSize <= central);
  const packed = zip.subarray(start, start + packedSize);
  const bytes = method === methods.stored ? packed : inflate(packed, size);
  demand(bytes.length === size && crc32(bytes) === checksum);
  return bytes;
}

/** What the central directory says of its one entry. */
function centralEntry(view: DataView, zip: Uint8Array, name: string) {
  const end = endOfDirectory(view);
  const entries = [view.getUint16(end + 8, true), view.getUint16(end + 10, true)];
  demand(entries.every((count) => count === 1));
  const central = view.getUint32(end + 16, true);
  demand(central + sizes.central + name.length <= end);
  demand(view.getUint32(central, true) === signatures.central);
  const method = view.getUint16(central + 10, true);
  demand(method === methods.stored || method === methods.deflated);
  demand((view.getUint16(central + 8, true) & ~harmlessFlags) === 0);
  demand(view.getUint16(central + 28, true) === name.length && nameIs(zip, central + sizes.central, name));
  return {
    central,
    method,
    checksum: view.getUint32(central + 16, true),
    packedSize: view.getUint32(central + 20, true),
    size: view.getUint32(central + 24, true),
    local: view.getUint32(central + 42, true),
  };
}

/** The last place that looks like the end of a central directory: a comment may follow it. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - sizes.end; at >= 0; at -= 1) {
    if (view.getUint32(at, true) === signatures.end) return at;
  }
  throw notReadable();
}

const nameIs = (zip: Uint8Array, at: number, name: string): boolean =>
  Array.prototype.every.call(name, (character: string, n) => zip[at + n] === character.charCodeAt(0));

/** Inflates raw deflate (RFC 1951); gives up when more than `size` bytes come out. */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  try {
    // A byte more than there should be: what comes out of a small zip and has no room in them goes nowhere.
    if (packed.length <= portion) return inflateSync(packed, { out: new Uint8Array(size + 1) });
    return inflateInPortions(packed, size);
  } catch {
    throw notReadable();
  }
}

function inflateInPortions(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    demand(length + chunk.length <= size);
    bytes.set(chunk, length);
    length += chunk.length;
  });
  for (let at = 0; at < packed.length; at += portion) {
    stream.push(packed.subarray(at, at + portion), at + portion >= packed.length);
  }
  return bytes.subarray(0, length);
}

const notReadable = () =>
  new UnreadablePayloadError('This is not a certificate: it holds no readable certificate.json.');

function demand(holds: boolean): void {
  if (!holds) throw notReadable();
}
