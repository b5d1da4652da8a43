import { createHash } from 'node:crypto';
import { PrintError } from '../print-error.ts';
import { assertNoPackages } from './packages.ts';

/** Everything that pages are made of: templates, pictures, words and fonts, by their paths below the pack's folder. */
export interface Design {
  /** SHA-256 over paths and contents, in hexadecimal: two designs that print alike have the same. */
  readonly digest: string;
  /** In the order of their paths. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What a design may hold: far more than any needs, and little enough for a process and for the registry. */
export const designLimits = { files: 1_000, fileBytes: 20 << 20, bytes: 40 << 20 };

/**
 * Puts a design together.
 *
 * @param files path below the pack's folder, with `/` → content.
 * @throws PrintError `template` that names the file: too many or too large ones, a path that leads elsewhere, a package import.
 */
export function designOf(files: Iterable<readonly [string, Uint8Array]>): Design {
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  if (sorted.size > designLimits.files) {
    throw new PrintError('template', `The design has more than ${designLimits.files} files.`);
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for (const [path, content] of sorted) {
    assertPath(path);
    bytes += content.length;
    if (content.length > designLimits.fileBytes || bytes > designLimits.bytes) {
      throw unusable(
        path,
        `a design has files of at most ${designLimits.fileBytes >> 20} MB, and ${designLimits.bytes >> 20} MB together`,
      );
    }
    if (path.endsWith('.typ')) assertNoPackages(path, Buffer.from(content).toString('utf8'));
    // Lengths first, so that nothing can stand for something else.
    hash.update(`${Buffer.byteLength(path)} ${content.length} ${path}`).update(content);
  }
  return { digest: hash.digest('hex'), files: sorted };
}

/** Letters, digits and few marks: what every file system and every archive writes alike. */
const segment = /^[\p{L}\p{N}_@+,()[\] -][\p{L}\p{N}\p{M}._@+,()[\] -]*$/u;

function assertPath(path: string): void {
  if (path.length > 200 || !path.split('/').every((part) => segment.test(part))) {
    throw unusable(path.slice(0, 200), 'no file of a design can be called that');
  }
}

const unusable = (file: string, message: string) =>
  new PrintError('template', `${file}: ${message}.`, [{ file, message }]);
