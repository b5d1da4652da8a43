import { join } from 'node:path';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { packFile } from '../../country/pack-file.ts';
import { readPiece } from '../../country/read-piece.ts';

/** A fault in a piece of a pack that is there, by where in it. */
export function faultsIn(
  pack: CountryPack,
  path: string,
  found: readonly (readonly [pointer: string, message: string])[],
): PackFault[] {
  if (found.length === 0) return [];
  const piece = readPiece(packFile(pack, path) ?? join(pack.directories[0], path));
  return found.map(([pointer, message]) => piece.fault(pointer, message));
}
