import { readDesign } from '@mohar/print/design/read-design.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import { readPack } from '../../country/load-pack.ts';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { codeFaults } from './code-faults.ts';
import { emblemFaults } from './emblem-faults.ts';
import { exampleFaults } from './example-faults.ts';
import { headingFaults } from './heading-faults.ts';
import { messageFaults } from './message-faults.ts';

/** What can be said of a pack. */
export interface Judgement {
  readonly faults: readonly PackFault[];
  /** What is in it, in a line; of a pack without faults. */
  readonly summary: string;
}

/**
 * Judges a pack by more than a start of the service does: whether its words are complete, its codes known, its examples fit.
 *
 * @param directory absolute path of the pack's folder.
 */
export function judgePack(directory: string): Judgement {
  const { pack, faults } = readPack(directory);
  if (!pack) return { faults, summary: '' };
  const found = [
    ...emblemFaults(pack),
    ...designFaults(pack),
    ...messageFaults(pack),
    ...codeFaults(pack),
    ...headingFaults(pack),
    ...exampleFaults(pack),
  ];
  return { faults: found, summary: summaryOf(pack) };
}

/** What no page could be printed with: symbolic links, imports of packages, files that are too large. */
function designFaults({ directories }: CountryPack): PackFault[] {
  try {
    readDesign(directories);
    return [];
  } catch (error) {
    if (!(error instanceof PrintError)) throw error;
    return [{ file: directories[0], pointer: '', message: error.message }];
  }
}

function summaryOf(pack: CountryPack): string {
  const counts: [number, string][] = [
    [pack.languages.offered.length, 'language'],
    [pack.vaccines.length, 'vaccine'],
    [pack.identities.identities.length, 'identity type'],
    [pack.regions.length, 'region'],
    [Object.keys(pack.exports).length, 'export format'],
    [pack.entityTypes.size, 'entity type'],
  ];
  const said = counts.map(([count, what]) => `${count} ${what}${count === 1 ? '' : 's'}`).join(', ');
  return `${pack.directories[0]} has no faults: ${said}.`;
}
