import { countryNamed, isCountry } from '@mohar/credential/codes/countries.ts';

/**
 * What countries are called in languages (Unicode CLDR).
 *
 * @param texts codes of countries, of two letters or three, or their English names.
 * @returns by each text that names a country: its name by language. Codes that are nobody’s, such as XX, are not in it.
 */
export function countryNames(
  texts: readonly string[],
  languages: readonly string[],
): Record<string, Record<string, string>> {
  const displays = languages.map(
    (language) => [language, new Intl.DisplayNames([language], { type: 'region' })] as const,
  );
  return Object.fromEntries(
    texts.flatMap((text) => {
      const alpha2 = countryNamed(text);
      if (alpha2 === undefined || !isCountry(alpha2)) return [];
      const names = displays.map(([language, display]) => [language, display.of(alpha2) ?? text]);
      return [[text, Object.fromEntries(names)]];
    }),
  );
}
