import { join } from 'node:path';
import type { TemplateFault } from '@mohar/print/print-error.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { packFile } from '../../country/pack-file.ts';

/** A fault of a design, at the file of the pack (or of one that it extends) that it is in. */
export function templateFault(
  { directories }: { readonly directories: readonly [string, ...string[]] },
  { file, line, column = 1, message }: TemplateFault,
): PackFault {
  return {
    file:
      file === undefined ? directories[0] : (packFile({ directories }, file) ?? join(directories[0], file)),
    ...(line === undefined ? {} : { place: { line, column } }),
    pointer: '',
    message,
  };
}
