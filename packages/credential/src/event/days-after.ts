import { type FullCivilDate, formatCivilDate } from './civil-date.ts';

/** The date that is a number of days after another, as `YYYY-MM-DD`. */
export function daysAfter({ year, month, day }: FullCivilDate, days: number): string {
  const later = new Date(Date.UTC(year, month - 1, day + days));
  return formatCivilDate({
    year: later.getUTCFullYear(),
    month: later.getUTCMonth() + 1,
    day: later.getUTCDate(),
  });
}
