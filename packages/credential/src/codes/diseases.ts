import type { DiseaseCodes } from '../formats/export-record.ts';
import diseases from './diseases.json' with { type: 'json' };

/** The codes of a disease, by one of its names in any case; undefined for one that is not listed. */
export function diseaseNamed(name: string): DiseaseCodes | undefined {
  const wanted = name.trim().toLowerCase();
  return byName.get(wanted);
}

const byName = new Map<string, DiseaseCodes>(
  diseases.diseases.flatMap(({ names, ...codes }) =>
    names.map((name) => [name.toLowerCase(), { name: names[0] as string, ...codes }] as const),
  ),
);
