import { type FullCivilDate, parseFullCivilDate } from './civil-date.ts';

/**
 * A point in time as source systems write it: a date alone, or a date with a time of day, with or without
 * seconds, with or without an offset (DIVOC's documentation sends `2021-10-17T13:10`).
 */
export interface Moment {
  /** The calendar date in the country's time zone. */
  readonly date: FullCivilDate;
  /** The instant, in milliseconds since 1970; absent where only a date was given. */
  readonly instant?: number;
}

const pattern = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads a {@link Moment}. Times without an offset are read in `timeZone`.
 *
 * @param timeZone IANA name of the country's zone, such as `Asia/Kolkata`.
 * @returns undefined where the text has another form or names a day or hour that does not exist.
 */
export function parseMoment(text: string, timeZone: string): Moment | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, day = '', hour, minute, second = '00', fraction = '', offset] = match;
  const date = parseFullCivilDate(day);
  if (!date) return undefined;
  if (hour === undefined) return { date };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const milliseconds = (fraction || '.').padEnd(4, '0').slice(0, 4);
  const local = Date.parse(`${day}T${hour}:${minute}:${second === '60' ? '59' : second}${milliseconds}Z`);
  if (offset === undefined) return { date, instant: local - zoneOffset(local, timeZone) };
  if (Math.abs(offsetMinutes(offset)) > 14 * 60) return undefined;
  const instant = local - offsetMinutes(offset) * 60_000;
  return { date: civilDateAt(instant, timeZone), instant };
}

/** Whether a text that is a {@link Moment} tells the time of day, and not a date alone. */
export const hasTimeOfDay = (text: string): boolean => text.includes('T');

/** The calendar date in a time zone at an instant (milliseconds since 1970). */
export function civilDateAt(instant: number, timeZone: string): FullCivilDate {
  const local = new Date(instant + zoneOffset(instant, timeZone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

const offsetMinutes = (offset: string) =>
  offset === 'Z'
    ? 0
    : (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));

// Making a formatter costs 50 times its use.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Offsets by zone and quarter of an hour: asking `Intl` takes as long as all the rest of reading a moment. */
const offsets = new Map<string, number>();
const quarter = 15 * 60_000;
const maxOffsets = 10_000;

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. */
function zoneOffset(instant: number, timeZone: string): number {
  const start = Math.floor(instant / quarter) * quarter;
  const key = `${timeZone}${start}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = askIntl(start, timeZone);
  // Clocks that are changed within the quarter: long ago, some were.
  if (offset !== askIntl(start + quarter - 1, timeZone)) return askIntl(instant, timeZone);
  if (offsets.size >= maxOffsets) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function askIntl(instant: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US-u-ca-iso8601', { timeZone, timeZoneName: 'longOffset' });
    formatters.set(timeZone, formatter);
  }
  const name = formatter.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const offset = name.slice(3);
  return offset === '' ? 0 : offsetMinutes(offset.slice(0, 6)) * 60_000;
}
