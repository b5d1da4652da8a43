import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Less is not worth it: a header and a packet are sent anyway. */
const smallest = 1_024;
/** Bytes that are held of compressed files, and how many files. */
const room = 64 * 1024 * 1024;
const places = 500;

/** Files as they were compressed, by digest; the one that was asked for longest ago goes first. */
export interface GzipShelf {
  /**
   * @param sha256 of the file's bytes.
   * @param read the file; not asked for where it is known already.
   * @returns undefined where it would not be smaller.
   * @throws what `read` throws.
   */
  get(sha256: string, read: () => Promise<Buffer | string>): Promise<Buffer | undefined>;
}

interface Held {
  readonly file: Promise<Buffer | undefined>;
  /** Of the file, once it is known. */
  bytes: number;
}

/** Each file is compressed once, off the event loop, however many ask for it. */
export function openGzipShelf(): GzipShelf {
  const shelf = new Map<string, Held>();
  const keepRoom = () => {
    let bytes = [...shelf.values()].reduce((sum, held) => sum + held.bytes, 0);
    for (const [sha256, held] of shelf) {
      if (bytes <= room && shelf.size <= places) return;
      bytes -= held.bytes;
      shelf.delete(sha256);
    }
  };
  return {
    get: async (sha256, read) => {
      const held = shelf.get(sha256) ?? { file: read().then(smaller), bytes: 0 };
      shelf.delete(sha256);
      shelf.set(sha256, held);
      try {
        const file = await held.file;
        held.bytes = file?.length ?? 0;
        keepRoom();
        return file;
      } catch (error) {
        shelf.delete(sha256);
        throw error;
      }
    },
  };
}

async function smaller(content: Buffer | string): Promise<Buffer | undefined> {
  if (Buffer.byteLength(content) < smallest) return undefined;
  const file = await compress(content);
  return file.length < Buffer.byteLength(content) * 0.95 ? file : undefined;
}

/** Whether a caller takes gzip (RFC 9110, section 12.5.3). @param header `Accept-Encoding`. */
export function takesGzip(header: string | undefined): boolean {
  const weights = new Map(
    (header ?? '').split(',').map((item) => {
      const [coding = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [coding, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
