import { columnsOf } from '../../bulk/columns.ts';
import type { CountryPack } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { faultsIn } from './pack-places.ts';

/** Columns that no upload has, and headings that two columns would have. */
export const headingFaults = (pack: CountryPack): PackFault[] =>
  faultsIn(
    pack,
    'bulk.yaml',
    (['vaccination', 'test'] as const).flatMap((kind) => {
      const names = columnsOf[kind].map(({ name }) => name);
      const own = Object.entries(pack.bulk[kind] ?? {});
      const others = names.filter((name) => !own.some(([column]) => column === name));
      return own.flatMap(([column, heading], n): (readonly [string, string])[] => {
        const pointer = `/${kind}/${column}`;
        if (!names.includes(column))
          return [[pointer, `is no column of such uploads: they have ${names.join(', ')}`]];
        const isTaken = others.includes(heading) || own.findIndex(([, other]) => other === heading) !== n;
        return isTaken ? [[pointer, 'must be the heading of one column alone']] : [];
      });
    }),
  );
