import { resolve } from 'node:path';
import { countryFile, packDirectory } from '../../country/pack-directory.ts';
import { faultLine } from '../../country/pack-fault.ts';
import { CommandError } from '../command-error.ts';
import { judgePack } from './judge-pack.ts';
import { printFaults } from './print-faults.ts';

/** `mohar country check`: every fault of a pack, a line each; a summary, where there are none. */
export async function checkCountry(pack: string): Promise<void> {
  const directory = packDirectory(resolve(pack)) ?? packDirectory(pack);
  if (directory === undefined)
    throw new CommandError(`There is no pack in ${pack}: a pack is a folder with a ${countryFile}.`);
  const judged = judgePack(directory);
  const { summary } = judged;
  // What cannot be read cannot be printed.
  const faults =
    judged.pack && judged.isPrintable
      ? [...judged.faults, ...(await printFaults(judged.pack))]
      : judged.faults;
  process.stdout.write(
    faults.length === 0
      ? `${summary}\n`
      : `${faults.map(faultLine).join('\n')}\n${faults.length} fault${faults.length === 1 ? '' : 's'}.\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
