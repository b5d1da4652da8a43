import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import {
  findPublishedFile,
  findPublishedNote,
  type PublishedFile,
  type PublishedName,
} from '../registry/publication/published-files.ts';
import type { Tables } from '../registry/tables.ts';

/** A published file, and what tells its bytes from others. */
export interface ShelvedFile extends PublishedFile {
  /** Of the content, base64url. */
  readonly sha256: string;
}

/** Published files at hand: whether one is still the last is asked at every request, its content is read once. */
export interface FileShelf {
  get(name: PublishedName): Promise<ShelvedFile | undefined>;
}

export function openFileShelf(db: Kysely<Tables>): FileShelf {
  const held = new Map<PublishedName, ShelvedFile>();
  return {
    get: async (name) => {
      const note = await findPublishedNote(db, name);
      if (!note) return undefined;
      const kept = held.get(name);
      if (kept?.digest === note.digest && kept.serial === note.serial) return kept;
      const found = await findPublishedFile(db, name);
      if (!found) return undefined;
      const sha256 = createHash('sha256').update(found.content).digest('base64url');
      const file = { ...found, sha256 };
      held.set(name, file);
      return file;
    },
  };
}
