/** FHIR's administrative genders, and the letters of travel documents (ICAO Doc 9303-4, section 4.1.1.1). */
const sexes: Readonly<Record<string, Sex>> = {
  m: 'male',
  male: 'male',
  f: 'female',
  female: 'female',
  other: 'other',
  unknown: 'unknown',
  x: 'unspecified',
};

/** What a person can be, by the keys that words for it have. */
export type Sex = 'male' | 'female' | 'other' | 'unknown' | 'unspecified';

/** The sex that a text names, in any case; undefined where it is none of the known ones. */
export function sexNamed(text: string | undefined): Sex | undefined {
  const code = text?.trim().toLowerCase() ?? '';
  return Object.hasOwn(sexes, code) ? sexes[code] : undefined;
}
