import { type FullCivilDate, isCertainlyAfter, parseCivilDate, parseFullCivilDate } from './civil-date.ts';
import type { Fault } from './fault.ts';
import type { EventSetting } from './health-event.ts';
import { civilDateAt, type Moment, parseMoment } from './moment.ts';

/** Clocks of source systems may run ahead by this much, in milliseconds. */
const clockTolerance = 5 * 60_000;
/** Nobody alive was born earlier than this many years ago. */
const longestLife = 130;

/** A fault where a moment is in the future, in the country's own calendar. */
export function futureFault(moment: Moment, setting: EventSetting, pointer: string): Fault | undefined {
  const future =
    moment.instant !== undefined
      ? moment.instant > setting.now + clockTolerance
      : isCertainlyAfter(moment.date, civilDateAt(setting.now + clockTolerance, setting.timeZone));
  return future ? { pointer, rule: 'future', message: 'must not be in the future' } : undefined;
}

/** Faults of a date of birth against today and against the date of the event (named by `eventName`). */
export function birthFaults(
  dob: string,
  event: FullCivilDate | undefined,
  eventName: string,
  setting: EventSetting,
  pointer: string,
): Fault[] {
  const birth = parseCivilDate(dob);
  if (!birth) return [];
  const today = civilDateAt(setting.now, setting.timeZone);
  if (isCertainlyAfter(birth, today))
    return [{ pointer, rule: 'future', message: 'must not be in the future' }];
  if (birth.year < today.year - longestLife) {
    return [{ pointer, rule: 'too-early', message: `must be within the last ${longestLife} years` }];
  }
  if (event && isCertainlyAfter(birth, event)) {
    return [{ pointer, rule: 'after-event', message: `must not be after the date of ${eventName}` }];
  }
  return [];
}

/** A fault where a period ends before it starts. Both are `YYYY-MM-DD`. */
export function periodFault(start: string, until: string, pointer: string): Fault | undefined {
  const from = parseFullCivilDate(start);
  const to = parseFullCivilDate(until);
  return from && to && isCertainlyAfter(from, to)
    ? { pointer, rule: 'before-start', message: 'must not be before effectiveStart' }
    : undefined;
}

/** A moment that an earlier step has validated. */
export function moment(text: string, setting: EventSetting): Moment | undefined {
  return parseMoment(text, setting.timeZone);
}
