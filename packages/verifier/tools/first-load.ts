import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isLanguage, type Language } from '../src/language/languages.ts';
import { offlineFiles } from './offline-files.ts';

/** A file as it goes over the network; bytes, gzipped. */
export interface SentFile {
  readonly name: string;
  readonly bytes: number;
}

/** What the first load brings, until a certificate can be scanned in one language. */
export interface FirstLoad {
  readonly scripts: readonly SentFile[];
  /** The decoder of QR codes: WebAssembly, which is compiled while it arrives. */
  readonly decoder: readonly SentFile[];
}

/**
 * Follows the scripts of a built app from its page. A script needs what it names; names have digests in them, so that
 * nothing is named by chance. The service worker is one of the scripts; what only PDFs need, and other languages, are not.
 *
 * @param folder of the built app.
 * @param names of all its files.
 */
export function firstLoad(folder: string, names: readonly string[], language: Language): FirstLoad {
  const candidates = offlineFiles(names).shell.filter((name) => {
    const [, tag = ''] = /^assets\/(\w+)-/.exec(name) ?? [];
    return name.startsWith('assets/') && (!isLanguage(tag) || tag === language);
  });
  const needed = new Set<string>();
  const follow = (name: string) => {
    const content = readFileSync(join(folder, name), 'utf8');
    for (const candidate of candidates) {
      if (needed.has(candidate) || !content.includes(candidate.slice('assets/'.length))) continue;
      needed.add(candidate);
      if (candidate.endsWith('.js')) follow(candidate);
    }
  };
  follow('index.html');
  const sent = (name: string): SentFile => ({
    name,
    bytes: gzipSync(readFileSync(join(folder, name))).length,
  });
  const ending = (end: string) => [...needed].filter((name) => name.endsWith(end)).map(sent);
  return { scripts: [...ending('.js'), sent('service-worker.js')], decoder: ending('.wasm') };
}

/** Bytes of files together. */
export const bytesOf = (files: readonly SentFile[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
