import { readDesign } from '@mohar/print/design/read-design.ts';
import { PrintError } from '@mohar/print/print-error.ts';
import { readPack } from '../../country/load-pack.ts';
import type { CountryPack } from '../../country/pack.ts';
import { faultLine, type PackFault } from '../../country/pack-fault.ts';
import { codeFaults } from './code-faults.ts';
import { emblemFaults } from './emblem-faults.ts';
import { exampleFaults } from './example-faults.ts';
import { headingFaults } from './heading-faults.ts';
import { messageFaults } from './message-faults.ts';
import { templateFault } from './template-fault.ts';
import { unreadFiles } from './unread-files.ts';

/** What can be said of a pack. */
export interface Judgement {
  /** Absent where a start of the service would refuse it. */
  readonly pack?: CountryPack;
  readonly faults: readonly PackFault[];
  /** Whether its design can be read. */
  readonly isPrintable: boolean;
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
  if (!pack) return { faults, isPrintable: false, summary: '' };
  const unreadable = designFaults(pack);
  const found = once([
    ...emblemFaults(pack),
    ...unreadable,
    ...messageFaults(pack),
    ...codeFaults(pack),
    ...headingFaults(pack),
    ...exampleFaults(pack),
    ...unreadFiles(pack),
  ]);
  return { pack, faults: found, isPrintable: unreadable.length === 0, summary: summaryOf(pack) };
}

/** Message files are read twice: by their words, and as a part of the design. */
const once = (faults: readonly PackFault[]): PackFault[] => [
  ...new Map(faults.map((fault) => [faultLine(fault), fault])).values(),
];

/** What no page could be printed with: symbolic links, imports of packages, files that are too large. */
function designFaults({ directories }: CountryPack): PackFault[] {
  try {
    readDesign(directories);
    return [];
  } catch (error) {
    if (!(error instanceof PrintError)) throw error;
    return error.faults.map((fault) => templateFault({ directories }, fault));
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
