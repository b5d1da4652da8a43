import { availableParallelism } from 'node:os';
import { readDesign } from '@mohar/print/design/read-design.ts';
import { draftLimits } from '@mohar/print/press/limits.ts';
import { openPress } from '@mohar/print/press/open-press.ts';
import { PrintError, type TemplateFault } from '@mohar/print/print-error.ts';
import type { CountryPack } from '../../country/pack.ts';
import { faultLine, type PackFault } from '../../country/pack-fault.ts';
import { packExamples } from '../../preview/pack-examples.ts';
import { printSample } from '../../preview/print-sample.ts';
import type { Sample } from '../../preview/sample.ts';
import { samplesOf } from '../../preview/samples-of.ts';
import { templateFault } from './template-fault.ts';

/**
 * What keeps pages of a pack from being printed: every sample is, in the languages that the country prints in where nobody
 * asks. Samples that the country's rules refuse are left out.
 *
 * @param pack whose design can be read.
 */
export async function printFaults(pack: CountryPack): Promise<PackFault[]> {
  const design = readDesign(pack.directories);
  const press = openPress({ width: availableParallelism(), limits: draftLimits, maxWaiting: 1_000 });
  try {
    const samples = await samplesOf(pack, packExamples(pack.directories));
    const faultsOf = async (sample: Sample): Promise<PackFault[]> => {
      try {
        await printSample(sample, { design, languages: pack.languages.default }, press);
        return [];
      } catch (error) {
        if (!(error instanceof PrintError)) throw error;
        return error.faults.map((fault) => templateFault(pack, named(fault, sample.name)));
      }
    };
    const printable = samples.filter((sample) => !('refused' in sample));
    const found = (await Promise.all(printable.map(faultsOf))).flat();
    return [...new Map(found.map((fault) => [faultLine(fault), fault])).values()];
  } finally {
    await press.close();
  }
}

/** What has no place in a file is found by the sample that shows it. */
const named = (fault: TemplateFault, sample: string): TemplateFault =>
  fault.file === undefined ? { ...fault, message: `${fault.message} (${sample})` } : fault;
