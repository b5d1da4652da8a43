import { gunzipSync, gzipSync } from 'node:zlib';

/** Files by their paths, and beside them data of whoever keeps them. */
export interface DesignArchive {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** JSON text; empty where there is nothing. */
  readonly data: string;
}

/** As it is kept: gzip of JSON, files in base64, so that it can be read without Mohar. */
interface Kept {
  readonly files: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Packs an archive. */
export function packDesign({ files, data }: DesignArchive): Buffer {
  const kept: Kept = {
    files: Object.fromEntries(
      [...files].map(([path, content]) => [path, Buffer.from(content).toString('base64')]),
    ),
    data,
  };
  return gzipSync(JSON.stringify(kept), { level: 9 });
}

/** The same archive again. */
export function unpackDesign(archive: Uint8Array): DesignArchive {
  const { files, data } = JSON.parse(gunzipSync(archive).toString('utf8')) as Kept;
  return {
    files: new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content, 'base64')])),
    data,
  };
}
