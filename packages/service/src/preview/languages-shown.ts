import type { CountryPack } from '../country/pack.ts';

/**
 * The languages that previews show a country's paper in: each that it offers beside the usual other one, as papers leave it, and
 * each alone.
 */
export function languagesShown({ languages }: Pick<CountryPack, 'languages'>): (readonly string[])[] {
  const { beside, offered } = languages;
  return [
    ...(beside === undefined ? [] : offered.filter((tag) => tag !== beside).map((tag) => [beside, tag])),
    ...offered.map((tag) => [tag]),
  ];
}
