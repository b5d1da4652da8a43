import { parseCivilDate } from './civil-date.ts';

/** Somewhere it is already the day, or still is, this long before its start and after its end in UTC: milliseconds. */
const zones = { ahead: 14 * 3_600_000, behind: 12 * 3_600_000 } as const;
const day = 24 * 3_600_000;

/**
 * Judges a period of civil dates: a day counts from when it begins anywhere until it has ended everywhere.
 *
 * @param start first day: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a date-time of which the day counts; undefined for none.
 * @param end last day, as precise as it is known.
 * @param at time of checking, milliseconds since 1970.
 */
export function judgeCivilPeriod(
  start: string | undefined,
  end: string | undefined,
  at: number,
): 'within' | 'not-yet' | 'over' | 'unreadable' {
  const from = start === undefined ? undefined : daysOf(start);
  const until = end === undefined ? undefined : daysOf(end);
  if (from === 'unreadable' || until === 'unreadable') return 'unreadable';
  if (from !== undefined && at < from.first - zones.ahead) return 'not-yet';
  if (until !== undefined && at >= until.last + day + zones.behind) return 'over';
  return 'within';
}

/** First and last day that a date may mean, as their starts in UTC. */
function daysOf(text: string): { first: number; last: number } | 'unreadable' {
  const date = parseCivilDate(/^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 10) : text);
  if (!date) return 'unreadable';
  const { year, month, day: dayOfMonth } = date;
  return {
    first: Date.UTC(year, (month ?? 1) - 1, dayOfMonth ?? 1),
    last:
      dayOfMonth === undefined
        ? Date.UTC(year, month ?? 12, 0)
        : Date.UTC(year, (month ?? 1) - 1, dayOfMonth),
  };
}
