import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import { consistencyFaults, missingFiles, type ReadPieces } from './consistency.ts';
import { entityTypesOf } from './entity-types.ts';
import { fieldRulesOf } from './field-rules.ts';
import type { CountryPack, CountryPiece } from './pack.ts';
import { packChain } from './pack-chain.ts';
import { contextsOf } from './pack-contexts.ts';
import { codeOf } from './pack-directory.ts';
import { CountryPackError, type PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';
import { packFonts } from './pack-fonts.ts';
import { type ReadFile, readPiece } from './read-piece.ts';
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
  const contexts = contextsOf(country, folders);
  const fields = fieldRulesOf(read.fields);
  const fonts = packFonts(folders);
  const faults = [
    ...chainFaults,
    ...Object.values(read).flatMap((piece) => (piece === country ? [] : piece.faults)),
    ...consistencyFaults(read),
    // Else nobody knows where they would be.
    ...(chainFaults.length === 0 ? missingFiles(read, folders) : []),
    ...contexts.faults,
    ...fields.faults,
    ...fonts.faults,
    ...entities.faults,
    ...unknownKinds(country, entities.types),
  ];
  if (!country.value || !read.vaccines?.value || faults.length > 0) return { faults };
  return {
    faults,
    pack: {
      ...country.value,
      code: codeOf(directory),
      directories,
      ...read.vaccines.value,
      identities: read.identities?.value ?? { identities: [] },
      regions: read.regions?.value?.regions ?? [],
      fieldRules: fields.rules,
      contexts: contexts.documents,
      fontCodePoints: fonts.runs,
      testDevices: read.tests?.value?.testDevices ?? [],
      exports: read.exports?.value ?? {},
      bulk: read.bulk?.value ?? {},
      verifier: read.verifier?.value ?? {},
      trustedIssuers: read['trusted-issuers']?.value?.issuers ?? [],
      entityTypes: entities.types,
    },
  };
}

/** Kinds of certificate that `qr.kinds` names, and there are none of. */
function unknownKinds(country: ReadFile<CountryPiece>, types: ReadonlyMap<string, unknown>): PackFault[] {
  const known = ['domestic', 'international', 'test', ...types.keys()];
  return Object.keys(country.value?.qr.kinds ?? {})
    .filter((kind) => !known.includes(kind))
    .map((kind) => country.fault(`/qr/kinds/${kind}`, `must be one of ${known.join(', ')}`));
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
