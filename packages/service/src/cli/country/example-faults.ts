import { readFileSync } from 'node:fs';
import type { CertificateForm, CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { packFile } from '../../country/pack-file.ts';
import { readPiece } from '../../country/read-piece.ts';
import { readEvent } from '../../issuing/read-events.ts';

/** What a pack shows its certificates by, `examples/<form>.json`: its own, else those of a pack that it extends. */
export const exampleForms: readonly CertificateForm[] = ['domestic', 'international', 'test'];

/** The example of a form, as an event that could be sent; undefined where there is none. */
export function exampleOf(pack: CountryPack, form: CertificateForm): unknown {
  const file = packFile(pack, examplePath(form));
  return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
}

/** Examples that are missing, or that the country itself would refuse. */
export const exampleFaults = (pack: CountryPack): PackFault[] =>
  exampleForms.flatMap((form) => {
    const path = examplePath(form);
    const file = packFile(pack, path);
    if (file === undefined) {
      return [
        {
          file: pack.directories[0],
          pointer: '',
          message: `there must be an ${path}: an event to show certificates by`,
        },
      ];
    }
    const example = readPiece<unknown>(file);
    if (example.faults.length > 0) return [...example.faults];
    const event = readEvent(example.value, form, pack, Date.now(), '');
    if (event.ok) return [];
    const isOwn = file.startsWith(`${pack.directories[0]}/`);
    return event.faults.map(({ pointer, message }) =>
      example.fault(
        pointer,
        isOwn ? message : `${message} (write an ${path} of this pack’s own, which fits its rules)`,
      ),
    );
  });

const examplePath = (form: CertificateForm): string => `examples/${form}.json`;
