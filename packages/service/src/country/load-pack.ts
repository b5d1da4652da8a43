import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import { consistencyFaults, missingFiles, type ReadPieces } from './consistency.ts';
import { entityTypesOf } from './entity-types.ts';
import type { CountryPack } from './pack.ts';
import { packChain } from './pack-chain.ts';
import { codeOf } from './pack-directory.ts';
import { CountryPackError, type PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';
import { readPiece } from './read-piece.ts';
import { type PieceName, pieces } from './schema/pieces.ts';

/**
 * Reads and validates a country pack, with those that it extends.
 *
 * @param directory absolute path of the pack's folder, `countries/<code>`.
 * @throws CountryPackError with every fault of every file.
 */
export function loadPack(directory: string): CountryPack {
  const { pack, faults } = readPack(directory);
  if (!pack) throw new CountryPackError(faults);
  return pack;
}

/** Reads a country pack: what it is; or, where anything is wrong, every fault of every file. */
export function readPack(directory: string): { pack?: CountryPack; faults: readonly PackFault[] } {
  const { directories, country, faults: chainFaults } = packChain(directory);
  const folders = { directories };
  const read: ReadPieces = { country, ...otherPieces(folders) };
  const entities = entityTypesOf(folders);
  const faults = [
    ...chainFaults,
    ...Object.values(read).flatMap((piece) => (piece === country ? [] : piece.faults)),
    ...consistencyFaults(read),
    // Else nobody knows where they would be.
    ...(chainFaults.length === 0 ? missingFiles(read, folders) : []),
    ...entities.faults,
  ];
  if (!country.value || !read.vaccines?.value || faults.length > 0) return { faults };
  return {
    faults,
    pack: {
      ...country.value,
      code: codeOf(directory),
      directories,
      vaccines: read.vaccines.value.vaccines,
      testDevices: read.tests?.value?.testDevices ?? [],
      exports: read.exports?.value ?? {},
      bulk: read.bulk?.value ?? {},
      verifier: read.verifier?.value ?? {},
      trustedIssuers: read['trusted-issuers']?.value?.issuers ?? [],
      entityTypes: entities.types,
    },
  };
}

const otherNames = (Object.keys(pieces) as PieceName[]).filter((name) => name !== 'country');
const schemaFaults = new Map(otherNames.map((name) => [name, compileSchema(pieces[name].schema)]));

/** Every piece but `country.yaml`: the pack's own, else that of a pack it extends. */
function otherPieces(folders: PackFolders): ReadPieces {
  const read = otherNames.flatMap((name) => {
    const file = packFile(folders, `${name}.yaml`);
    return file === undefined ? [] : [[name, readPiece(file, schemaFaults.get(name))]];
  });
  return Object.fromEntries(read);
}
