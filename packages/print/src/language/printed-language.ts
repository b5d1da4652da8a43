/** A language as pages need to know it. */
export interface PrintedLanguage {
  /** BCP 47 tag, as the country pack offers it, such as `hi` or `mni-Mtei`. */
  readonly tag: string;
  /** ISO 639 code alone. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The family of its letters; undefined where Noto Sans has them. */
  readonly font: string | null;
  /**
   * What ICU is asked for: with the country's habits, the Gregorian calendar, and the digits of the script. It has not
   * everything for every language: to be given with `en` behind it, else the machine's own language would step in.
   */
  readonly locale: string;
  /** The ten digits that it writes with, from nought. */
  readonly digits: string;
}

/** Noto's families by ISO 15924 code. */
const families: Readonly<Record<string, string>> = {
  Arab: 'Noto Sans Arabic',
  Beng: 'Noto Sans Bengali',
  Deva: 'Noto Sans Devanagari',
  Gujr: 'Noto Sans Gujarati',
  Guru: 'Noto Sans Gurmukhi',
  Knda: 'Noto Sans Kannada',
  Mlym: 'Noto Sans Malayalam',
  Mtei: 'Noto Sans Meetei Mayek',
  Olck: 'Noto Sans Ol Chiki',
  Orya: 'Noto Sans Oriya',
  Sinh: 'Noto Sans Sinhala',
  Taml: 'Noto Sans Tamil',
  Telu: 'Noto Sans Telugu',
};

/** Scripts whose digits ICU does not choose by itself. */
const ownDigits: Readonly<Record<string, string>> = { Mtei: 'mtei' };

/**
 * A language by its tag.
 *
 * @param country ISO 3166-1 alpha-2, for the habits of that country; ICU ignores codes that are nobody's.
 * @throws RangeError where it is no BCP 47 tag.
 */
export function printedLanguage(tag: string, country: string): PrintedLanguage {
  const own = new Intl.Locale(tag);
  const { script = 'Latn' } = own.maximize();
  const numberingSystem = ownDigits[script];
  const region = own.region ?? regionFor(own.language, country);
  const usual = new Intl.Locale(own.language, { region }).maximize().script;
  const locale = new Intl.Locale(tag, {
    region,
    // Sindhi is written otherwise in India than in Pakistan: the tag decides.
    ...(usual === script ? {} : { script }),
    calendar: 'gregory',
    ...(numberingSystem === undefined ? {} : { numberingSystem }),
  });
  return {
    tag,
    lang: own.language,
    dir: directionOf(own),
    font: families[script] ?? null,
    locale: locale.toString(),
    digits: tenDigits(locale.toString()),
  };
}

const tenDigits = (locale: string): string => {
  const format = new Intl.NumberFormat([locale, 'en']);
  return Array.from({ length: 10 }, (_, digit) => format.format(digit)).join('');
};

/** English without a country is the world's, not the United States'. */
const regionFor = (language: string, country: string): string =>
  language === 'en' && !isKnown(country) ? '001' : country;

const isKnown = (country: string): boolean => {
  try {
    return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(country) !== undefined;
  } catch {
    return false;
  }
};

const directionOf = (locale: Intl.Locale): 'ltr' | 'rtl' =>
  (locale as unknown as { getTextInfo(): { direction: 'ltr' | 'rtl' } }).getTextInfo().direction;
