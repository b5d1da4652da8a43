import type { Kysely } from 'kysely';
import {
  findPublishedFile,
  findPublishedNote,
  type PublishedFile,
  type PublishedName,
} from '../registry/publication/published-files.ts';
import type { Tables } from '../registry/tables.ts';

/** Published files at hand: whether one is still the last is asked at every request, its content is read once. */
export interface FileShelf {
  get(name: PublishedName): Promise<PublishedFile | undefined>;
}

export function openFileShelf(db: Kysely<Tables>): FileShelf {
  const held = new Map<PublishedName, PublishedFile>();
  return {
    get: async (name) => {
      const note = await findPublishedNote(db, name);
      if (!note) return undefined;
      const kept = held.get(name);
      if (kept?.digest === note.digest && kept.serial === note.serial) return kept;
      const file = await findPublishedFile(db, name);
      if (file) held.set(name, file);
      return file;
    },
  };
}
