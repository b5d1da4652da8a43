import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';

const countries = join(import.meta.dirname, '../../../../countries');

/** A folder of packs of a test's own, removed after it. */
export interface PackFolder {
  readonly root: string;
  /** Where a pack of a name is, or would be. */
  of(name: string): string;
  /** Writes a file of a pack. */
  write(name: string, path: string, text: string): string;
  /** Changes a piece of a pack. */
  change(name: string, path: string, change: (piece: Piece) => void): void;
}

// biome-ignore lint/suspicious/noExplicitAny: tests change whatever they like.
type Piece = any;

/** Changes a piece of the pack in a folder. */
export function changePiece(directory: string, path: string, change: (piece: Piece) => void): void {
  const file = join(directory, path);
  const piece = parse(readFileSync(file, 'utf8'));
  change(piece);
  writeFileSync(file, path.endsWith('.json') ? JSON.stringify(piece, null, 2) : stringify(piece));
}

/** Makes it. */
export function packFolder(): PackFolder {
  const root = mkdtempSync(join(tmpdir(), 'mohar-packs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const of = (name: string) => join(root, name);
  const write = (name: string, path: string, text: string) => {
    const file = join(of(name), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  return {
    root,
    of,
    write,
    change: (name, path, change) => changePiece(of(name), path, change),
  };
}

/** A copy of one of Mohar's packs in a folder of packs; returns its path. */
export function copiedPack(folder: PackFolder, name: string, from = 'default'): string {
  cpSync(join(countries, from), folder.of(name), { recursive: true });
  return folder.of(name);
}
