import type { PrintedLanguage } from './printed-language.ts';

/** A date as far as it is known, or a moment, as credentials have them. */
const datePattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Whether a text is a date or a moment. A year alone counts only where the caller says that it is one. */
export const isDate = (text: string): boolean => text.length > 4 && datePattern.test(text);

/** Names of months, and the order of a date, of a language that ICU does not know. */
export interface OwnDates {
  readonly months: readonly string[];
  /** With `{day}`, `{month}`, `{year}`. */
  readonly pattern: string;
}

/**
 * A date as a language writes it (Unicode CLDR): `12 Jul 2021`, `১২ জুলাই, ২০২১`; a partial date as far as it goes; a
 * moment with its time and how far its clock is from UTC, as received.
 *
 * @param text `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or RFC 3339; anything else comes back as it is.
 */
export function writtenDate(text: string, language: PrintedLanguage, own?: OwnDates): string {
  const match = datePattern.exec(text);
  if (!match) return text;
  const [, year = '', month, day, hour, minute, zone] = match;
  const parts = { year, month, day, hour, minute };
  const written = own ? ownDate(own, language, parts) : byIcu(parts, language);
  if (written === undefined) return text;
  return zone === undefined ? written : `${written} ${zoneText(zone, language)}`;
}

/** Of a date, as the text has them. */
interface Parts {
  readonly year: string;
  readonly month: string | undefined;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
}

const ofMonth = { year: 'numeric', month: 'short' } as const;
const ofDay = { ...ofMonth, day: 'numeric' } as const;
const ofMinute = { ...ofDay, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const formatter = (locale: string, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat([locale, 'en'], { ...parts, timeZone: 'UTC' });

/** By locale: ICU takes longer to make one than to write a hundred dates with it. */
const formatters = new Map<string, Readonly<Record<'month' | 'day' | 'minute', Intl.DateTimeFormat>>>();
function formattersOf(locale: string) {
  const made = formatters.get(locale) ?? {
    month: formatter(locale, ofMonth),
    day: formatter(locale, ofDay),
    minute: formatter(locale, ofMinute),
  };
  formatters.set(locale, made);
  return made;
}

function byIcu({ year, month, day, hour, minute }: Parts, language: PrintedLanguage): string | undefined {
  if (month === undefined) return digitsOf(year, language);
  const civil = { year: Number(year), month: Number(month), calendar: 'gregory' };
  const overflow = 'reject';
  const formats = formattersOf(language.locale);
  try {
    const date = Temporal.PlainDate.from({ ...civil, day: Number(day ?? 1) }, { overflow });
    const time = { hour: Number(hour ?? 0), minute: Number(minute ?? 0) };
    const { epochMilliseconds } = date.toZonedDateTime({
      timeZone: 'UTC',
      plainTime: Temporal.PlainTime.from(time, { overflow }),
    });
    const format = day === undefined ? formats.month : hour === undefined ? formats.day : formats.minute;
    // By its number, as if it were at UTC: ICU takes twenty times as long to write Temporal's own.
    return format.format(epochMilliseconds);
  } catch {
    // No such day: what was received says more than an error would.
    return undefined;
  }
}

/** The comma of letters that are read from this side: those from the right that Mohar writes are Arabic ones. */
const commas = { ltr: ',', rtl: '،' } as const;

function ownDate(
  { months, pattern }: OwnDates,
  language: PrintedLanguage,
  { year, month, day, hour, minute }: Parts,
): string | undefined {
  if (month === undefined) return digitsOf(year, language);
  const name = months[Number(month) - 1];
  if (name === undefined) return undefined;
  const date = pattern
    .replace('{day}', day === undefined ? '' : digitsOf(String(Number(day)), language))
    .replace('{month}', name)
    .replace('{year}', digitsOf(year, language))
    .trim();
  return hour === undefined
    ? date
    : `${date}${commas[language.dir]} ${digitsOf(`${hour}:${minute}`, language)}`;
}

/** Digits of a text in those that a language writes with. */
const digitsOf = (text: string, { digits }: PrintedLanguage): string => {
  const ten = [...digits];
  return text.replace(/[0-9]/g, (digit) => ten[Number(digit)] as string);
};

/** In letters that are read from the right, a mark keeps what stands behind the sign from being drawn in front of “UTC”. */
const zoneText = (zone: string, language: PrintedLanguage): string => {
  if (zone === 'Z' || zone === '+00:00') return 'UTC';
  return `UTC${zone[0]}${language.dir === 'rtl' ? '\u200e' : ''}${digitsOf(zone.slice(1), language)}`;
};
