import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextDocument } from '@mohar/credential/credential/contexts/bundled.ts';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import type { EntityType } from './entity-type.ts';
import type { PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';
import { readPiece } from './read-piece.ts';
import { entitySchema } from './schema/entity.ts';

const entityFaults = compileSchema(entitySchema);

/** The kinds of certificate that a pack adds, by their names, and every fault of their files. */
export function entityTypesOf(folders: PackFolders) {
  const types = new Map<string, EntityType>();
  const faults: PackFault[] = [];
  for (const name of namesIn(folders)) {
    const read = readEntityType(folders, name);
    faults.push(...read.faults);
    if (read.type) types.set(read.type.entityType, read.type);
  }
  return { types, faults };
}

/** Names of the folders below `entities/`, of the whole chain of packs. */
const namesIn = ({ directories }: PackFolders): string[] => [
  ...new Set(directories.flatMap((directory) => foldersOf(join(directory, 'entities')))),
];

function foldersOf(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function readEntityType(
  folders: PackFolders,
  name: string,
): { type?: EntityType; faults: readonly PackFault[] } {
  const fileOf = (file: string) =>
    packFile(folders, join('entities', name, file)) ??
    join(folders.directories[0] ?? '', 'entities', name, file);
  const entity = readPiece<Omit<EntityType, 'schema' | 'context' | 'faults'>>(
    fileOf('entity.json'),
    entityFaults,
  );
  const schema = readPiece<object>(fileOf('schema.json'));
  const context = readPiece<ContextDocument>(fileOf('context.json'));
  const faults = [...entity.faults, ...schema.faults, ...context.faults];
  if (!entity.value || !schema.value || !context.value) return { faults };
  try {
    const type = {
      ...entity.value,
      schema: schema.value,
      context: context.value,
      faults: compileSchema(schema.value),
    };
    return packFile(folders, type.template) === undefined
      ? { faults: [...faults, entity.fault('/template', 'must be a file of the pack')] }
      : { type, faults };
  } catch (error) {
    return { faults: [...faults, schema.fault('', (error as Error).message)] };
  }
}
