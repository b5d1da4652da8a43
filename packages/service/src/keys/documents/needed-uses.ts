import type { CountryPack, PackExports } from '../../country/pack.ts';
import type { DocumentKey } from '../../registry/document-keys.ts';
import type { DocumentKeyUse } from '../../registry/tables.ts';
import { documentKeyUses, signsAt } from './document-signing.ts';

/** What the keys of each format are kept for. */
export const useOfFormat = {
  'eu-dcc': 'hcert',
  'smart-health-card': 'shc',
  'who-ddcc': 'hcert',
  icvp: 'hcert',
  'vds-nc': 'vds-nc',
} as const satisfies Record<keyof PackExports, DocumentKeyUse>;

/**
 * For trying out: uses whose keys have all ended, none of which somebody made or is waiting for. Where it is not in
 * production, a service makes keys for these when the first document is wanted.
 *
 * @param now milliseconds since 1970.
 */
export const usesToTryOut = (keys: readonly DocumentKey[], now: number): readonly DocumentKeyUse[] =>
  documentKeyUses.filter((use) =>
    keys
      .filter((key) => key.use === use)
      .every((key) => key.development && key.state !== 'requested' && !signsAt(key, now)),
  );

/**
 * Uses for which somebody has to make keys: those of the formats that the country gives out, but for what makes itself.
 *
 * @param keys that this installation may use.
 * @param now milliseconds since 1970.
 */
export function neededUses(
  { exports = {} }: Pick<CountryPack, 'exports'>,
  keys: readonly DocumentKey[],
  production: boolean,
  now: number,
): readonly DocumentKeyUse[] {
  const offered = (Object.keys(useOfFormat) as (keyof PackExports)[])
    .filter((format) => exports[format] !== undefined)
    .map((format): DocumentKeyUse => useOfFormat[format]);
  const made = production ? [] : usesToTryOut(keys, now);
  return documentKeyUses.filter((use) => offered.includes(use) && !made.includes(use));
}
