import { documentKeyWarnings } from '../../../keys/documents/document-key-warnings.ts';
import { neededUses } from '../../../keys/documents/needed-uses.ts';
import { mayUse } from '../../../keys/documents/trial-key.ts';
import { documentKeys } from '../../../registry/document-keys.ts';
import type { KeyDesk } from '../key-desk.ts';

/** The document keys of the registry; those of them that this installation may use; and what is to be said of these. */
export async function readDocumentKeys({
  db,
  config,
  pack,
  now,
}: Pick<KeyDesk, 'db' | 'config' | 'pack' | 'now'>) {
  const keys = await documentKeys(db);
  const usable = keys.filter((key) => mayUse(key, config.production));
  const needed = neededUses(pack, usable, config.production, now.getTime());
  return { keys, usable, warnings: documentKeyWarnings(usable, { needed }, now.getTime()) };
}
