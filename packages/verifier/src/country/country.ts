/** Whose verifier this is: `data/country.json`. */
export interface Country {
  /** By language tag. */
  readonly name?: Readonly<Record<string, string>>;
  readonly department?: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  /** `#rrggbb`. */
  readonly colour?: string;
  /** Host and path where this verifier is found. */
  readonly site?: string;
  /** What it says otherwise than the app: by language tag, then by the place of the words. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where no country says otherwise. */
export const anyCountry: Country = { languages: [] };

/**
 * Reads `data/country.json`. What is missing or not as it should be is left out: a verifier works without it.
 *
 * @param parsed JSON.
 */
export function readCountry(parsed: unknown): Country {
  if (!isRecord(parsed)) return anyCountry;
  const name = translations(parsed.name);
  const department = translations(parsed.department);
  const { languages, colour, site } = parsed;
  const words = wordsByLanguage(parsed.words);
  return {
    ...(name ? { name } : {}),
    ...(department ? { department } : {}),
    languages: Array.isArray(languages) ? languages.filter((tag) => typeof tag === 'string') : [],
    ...(typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour) ? { colour } : {}),
    ...(typeof site === 'string' ? { site } : {}),
    ...(words ? { words } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const translations = (value: unknown): Record<string, string> | undefined => {
  if (!isRecord(value)) return undefined;
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
};

function wordsByLanguage(value: unknown): Country['words'] {
  if (!isRecord(value)) return undefined;
  const languages = Object.entries(value).flatMap(([language, words]) => {
    const texts = translations(words);
    return texts ? [[language, texts] as const] : [];
  });
  return languages.length > 0 ? Object.fromEntries(languages) : undefined;
}
