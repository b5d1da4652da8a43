import { isLanguage, type Language } from './languages.ts';

/** What speaks for a language. Language tags (BCP 47). */
export interface LanguageWishes {
  /** What the page that embeds this one, or a link to it, asks for. */
  readonly asked?: string | null;
  /** What the person chose here before. */
  readonly chosen?: string | null;
  /** What the person's browser is set to, the dearest first. */
  readonly browser: readonly string[];
  /** The country's languages, the first first. */
  readonly country: readonly string[];
}

/**
 * Chooses the language to speak: as chosen here, else as asked for, else the browser's, else the country's. A browser
 * set to English in a country that speaks it is taken at its word.
 */
export function chooseLanguage({ asked, chosen, browser, country }: LanguageWishes): Language {
  for (const tag of [chosen, asked, ...browser, ...country]) {
    const [primary = ''] = (tag ?? '').toLowerCase().split('-');
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

/** The languages to offer: the country's first, then all others that this app speaks. */
export function offeredLanguages(country: readonly string[], all: readonly Language[]): Language[] {
  const first = country.filter(isLanguage);
  return [...new Set([...first, ...all])];
}

/** A text in the language spoken, else in English, else in any. */
export const inLanguage = (
  texts: Readonly<Record<string, string>> | undefined,
  language: Language,
): string | undefined => texts && (texts[language] ?? texts.en ?? Object.values(texts)[0]);
