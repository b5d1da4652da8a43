import { isActive, type ValueSetName } from '@mohar/credential/formats/eu-dcc/value-sets.ts';
import { cvxVaccine } from '@mohar/credential/formats/smart-health-card/cvx.ts';
import type { CountryPack, Vaccine } from '../../country/pack.ts';
import type { PackFault } from '../../country/pack-fault.ts';
import { faultsIn } from './pack-places.ts';

/** Codes of vaccines that their systems do not have: no document would leave with them. */
export const codeFaults = (pack: CountryPack): PackFault[] =>
  faultsIn(
    pack,
    'vaccines.yaml',
    pack.vaccines.flatMap((vaccine, row) => [
      ...euFaults(vaccine, row),
      ...cvxFaults(vaccine, row, pack.disease),
    ]),
  );

const euSets: readonly (readonly [keyof NonNullable<Vaccine['eu']>, ValueSetName])[] = [
  ['prophylaxis', 'prophylaxis'],
  ['product', 'products'],
  ['manufacturer', 'manufacturers'],
];

const euFaults = ({ eu }: Vaccine, row: number) =>
  euSets.flatMap(([member, set]) =>
    eu === undefined || isActive(set, eu[member])
      ? []
      : [[`/vaccines/${row}/eu/${member}`, 'must be an active code of the EU’s value set'] as const],
  );

function cvxFaults({ cvx, disease }: Vaccine, row: number, usual: string) {
  if (cvx === undefined) return [];
  const against = cvxVaccine(cvx)?.disease;
  if (against === (disease ?? usual)) return [];
  const message =
    against === undefined
      ? 'must be a CVX code that Mohar knows, else there is no SMART Health Card of this vaccine'
      : `must be a CVX code of a vaccine against ${disease ?? usual}: this one is against ${against}`;
  return [[`/vaccines/${row}/cvx`, message] as const];
}
