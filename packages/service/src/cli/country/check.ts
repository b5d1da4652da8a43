import { resolve } from 'node:path';
import { countryFile, packDirectory } from '../../country/pack-directory.ts';
import { faultLine } from '../../country/pack-fault.ts';
import { CommandError } from '../command-error.ts';
import { judgePack } from './judge-pack.ts';

/** `mohar country check`: every fault of a pack, a line each; a summary, where there are none. */
export function checkCountry(pack: string): void {
  const directory = packDirectory(resolve(pack)) ?? packDirectory(pack);
  if (directory === undefined)
    throw new CommandError(`There is no pack in ${pack}: a pack is a folder with a ${countryFile}.`);
  const { faults, summary } = judgePack(directory);
  process.stdout.write(
    faults.length === 0
      ? `${summary}\n`
      : `${faults.map(faultLine).join('\n')}\n${faults.length} fault${faults.length === 1 ? '' : 's'}.\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
