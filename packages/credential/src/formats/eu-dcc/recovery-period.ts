import type { FullCivilDate } from '../../event/civil-date.ts';
import { judgeCivilPeriod } from '../../event/civil-period.ts';
import { daysAfter } from '../../event/days-after.ts';
import { parseMoment } from '../../event/moment.ts';

/**
 * When a recovery certificate counts, in days after the day of the sample. The EU's regulation 2021/953 has 11 and 180 at
 * most.
 */
export interface RecoveryPeriod {
  readonly fromDay: number;
  readonly untilDay: number;
}

/** The dates of a recovery certificate, each `YYYY-MM-DD`: of the sample, and its own first and last day. */
export interface RecoveryDates {
  readonly sampledOn: string;
  readonly from: string;
  readonly until: string;
}

/**
 * The dates of a recovery certificate.
 *
 * @param sampledAt the moment of the sample as it was received, or its day alone.
 * @param timeZone IANA name of the zone in which its day is told.
 * @returns undefined where it is neither.
 */
export function recoveryDates(
  sampledAt: string,
  { fromDay, untilDay }: RecoveryPeriod,
  timeZone: string,
): RecoveryDates | undefined {
  const day: FullCivilDate | undefined = parseMoment(sampledAt, timeZone)?.date;
  return (
    day && { sampledOn: daysAfter(day, 0), from: daysAfter(day, fromDay), until: daysAfter(day, untilDay) }
  );
}

/** Whether a recovery certificate has ended everywhere. @param at milliseconds since 1970. */
export const isRecoveryOver = ({ until }: RecoveryDates, at: number): boolean =>
  judgeCivilPeriod(undefined, until, at) === 'over';
