import table from './countries.json' with { type: 'json' };

const alpha2By = new Map<string, string>([
  ...Object.entries(table.countries).flatMap(([alpha2, names]) =>
    names.map((name) => [name.toUpperCase(), alpha2] as const),
  ),
  ...Object.entries(table.travelDocuments),
]);
const unionCodes = new Map(Object.entries(table.unionCodes));

/** Whether a code is a country's (ISO 3166-1 alpha-2): not one of those that are free for tests and organisations. */
export const isCountry = (alpha2: string): boolean => Object.hasOwn(table.countries, alpha2);

/**
 * The country that a text names: by its code of two letters (ISO 3166-1 alpha-2; also the two that the EU has of its own, and
 * those that are nobody's), of three (alpha-3), or of travel documents (ICAO Doc 9303-3, section 5), or by its English name.
 *
 * @returns alpha-2, upper case; undefined where it names none that is known: an authority, for instance.
 */
export function countryNamed(text: string): string | undefined {
  const name = text.trim().replaceAll('’', "'").toUpperCase();
  if (/^[A-Z]{2}$/.test(name)) return unionCodes.get(name) ?? name;
  return alpha2By.get(name);
}
