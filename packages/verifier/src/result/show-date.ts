/** Digits as certificates have them, so that both can be compared at a glance. */
const locale = (language: string) => `${language}-u-nu-latn-ca-gregory`;

/** A time (RFC 3339) as the reader is used to it, in the device's time zone; as it is, where it is no time. */
export function showTime(time: string, language: string, timeZone?: string): string {
  const at = Date.parse(time);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(time) || Number.isNaN(at)) return time;
  return new Intl.DateTimeFormat(locale(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/**
 * A civil date (`2026`, `2026-05`, `2026-05-02`) as the reader is used to it; as it is, where it is none. The date
 * stays a text: only the month's name and the order of the parts come from the language.
 */
export function showCivilDate(date: string, language: string): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date) ?? [];
  if (year === undefined || month === undefined) return date;
  if (Number(month) < 1 || Number(month) > 12) return date;
  const format = new Intl.DateTimeFormat(locale(language), {
    year: 'numeric',
    month: 'short',
    ...(day === undefined ? {} : { day: 'numeric' }),
    timeZone: 'UTC',
  });
  const texts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {
    year,
    ...(day === undefined ? {} : { day: String(Number(day)) }),
  };
  return format
    .formatToParts(Date.UTC(2000, Number(month) - 1, 15))
    .map(({ type, value }) => texts[type] ?? value)
    .join('');
}

/** A date or a time, whichever it is. */
export const showDateOrTime = (value: string, language: string): string =>
  value.includes('T') ? showTime(value, language) : showCivilDate(value, language);
