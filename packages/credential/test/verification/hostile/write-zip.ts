import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip, and what the zip says of it; true where nothing else is given. */
export interface ZipEntry {
  readonly content: Uint8Array;
  readonly name?: string;
  /** In the local header; by default the same name. */
  readonly localName?: string;
  readonly method?: number;
  readonly localMethod?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly packedSize?: number;
  readonly checksum?: number;
  /** Where its local header is said to be; nothing is written for the entry then. */
  readonly at?: number;
}

/** What the end of the central directory says that is not true. */
export interface ZipEnd {
  readonly count?: number;
  readonly central?: number;
  readonly comment?: Uint8Array;
}

/** Writes a zip (APPNOTE.TXT 4.3) that may lie in every field. */
export function writeZip(entries: readonly ZipEntry[], end: ZipEnd = {}): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const data =
      entry.method === 0 ? Buffer.from(entry.content) : deflateRawSync(entry.content, { level: 9 });
    if (entry.at === undefined) locals.push(localHeader(entry, data), data);
    centrals.push(centralHeader(entry, data, entry.at ?? at));
    at = locals.reduce((sum, { length }) => sum + length, 0);
  }
  const directory = Buffer.concat(centrals);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50);
  last.writeUInt16LE(end.count ?? entries.length, 8);
  last.writeUInt16LE(end.count ?? entries.length, 10);
  last.writeUInt32LE(directory.length, 12);
  last.writeUInt32LE(end.central ?? at, 16);
  last.writeUInt16LE(end.comment?.length ?? 0, 20);
  return Uint8Array.from(Buffer.concat([...locals, directory, last, end.comment ?? new Uint8Array()]));
}

const certificate = 'certificate.json';

function localHeader(entry: ZipEntry, data: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  const name = entry.localName ?? entry.name ?? certificate;
  writeFields(header, 4, { ...entry, method: entry.localMethod ?? entry.method ?? 8 }, data, name);
  return Buffer.concat([header, Buffer.from(name)]);
}

function centralHeader(entry: ZipEntry, data: Buffer, at: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50);
  const name = entry.name ?? certificate;
  writeFields(header, 6, entry, data, name);
  header.writeUInt32LE(at, 42);
  return Buffer.concat([header, Buffer.from(name)]);
}

/** The fields that the local header and the central directory share. */
function writeFields(header: Buffer, at: number, entry: ZipEntry, data: Buffer, name: string): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(entry.flags ?? 0, at + 2);
  header.writeUInt16LE(entry.method ?? 8, at + 4);
  header.writeUInt32LE(entry.checksum ?? crc32(entry.content), at + 10);
  header.writeUInt32LE(entry.packedSize ?? data.length, at + 14);
  header.writeUInt32LE(entry.size ?? entry.content.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}
