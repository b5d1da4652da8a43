/**
 * A date on somebody's calendar, without zone or time of day; month and day may be unknown, as in
 * birth registers. Never a `Date`: a birthday must not move with the reader's time zone.
 */
export interface CivilDate {
  readonly year: number;
  /** 1–12; absent where unknown. */
  readonly month?: number;
  /** 1–31; absent where unknown, always absent without a month. */
  readonly day?: number;
}

/** A civil date of which the day is known. */
export type FullCivilDate = Required<CivilDate>;

const pattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

const daysIn = (year: number, month: number) =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/**
 * Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601, the reduced forms of section 5.2.2.2 of EN 28601
 * included).
 *
 * @returns undefined where the text has another form or names a day that no calendar has.
 */
export function parseCivilDate(text: string): CivilDate | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  if (match[2] === undefined) return { year };
  const month = Number(match[2]);
  if (month < 1 || month > 12) return undefined;
  if (match[3] === undefined) return { year, month };
  const day = Number(match[3]);
  return day >= 1 && day <= daysIn(year, month) ? { year, month, day } : undefined;
}

/** Reads `YYYY-MM-DD`; undefined for anything else, partial dates included. */
export function parseFullCivilDate(text: string): FullCivilDate | undefined {
  const date = parseCivilDate(text);
  return date?.month !== undefined && date.day !== undefined
    ? { year: date.year, month: date.month, day: date.day }
    : undefined;
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as the date is. */
export function formatCivilDate(date: CivilDate): string {
  const parts = [String(date.year).padStart(4, '0')];
  if (date.month !== undefined) parts.push(String(date.month).padStart(2, '0'));
  if (date.day !== undefined) parts.push(String(date.day).padStart(2, '0'));
  return parts.join('-');
}

/**
 * Whether `a` is certainly later than `b`: unknown months and days get the benefit of the doubt, so
 * 2020 is not later than 2020-03-01.
 */
export function isCertainlyAfter(a: CivilDate, b: CivilDate): boolean {
  if (a.year !== b.year) return a.year > b.year;
  if (a.month === undefined || b.month === undefined) return false;
  if (a.month !== b.month) return a.month > b.month;
  if (a.day === undefined || b.day === undefined) return false;
  return a.day > b.day;
}

/**
 * Completed years between a date of birth and a later day. With a partial date of birth only where the
 * answer does not depend on what is unknown.
 *
 * @returns undefined where the unknown part decides.
 */
export function completedYears(birth: CivilDate, on: FullCivilDate): number | undefined {
  const years = on.year - birth.year;
  if (birth.month === undefined) return undefined;
  if (birth.month !== on.month) return birth.month < on.month ? years : years - 1;
  if (birth.day === undefined) return undefined;
  return birth.day <= on.day ? years : years - 1;
}
