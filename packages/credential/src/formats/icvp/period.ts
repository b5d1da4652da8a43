import { parseFullCivilDate } from '../../event/civil-date.ts';
import { judgeCivilPeriod } from '../../event/civil-period.ts';
import { daysAfter } from '../../event/days-after.ts';
import { countsAfterDays, diseaseCodeOf, isForLife } from './catalogue.ts';
import type { IcvpContent } from './content.ts';

type Vaccination = IcvpContent['vaccination'];

/**
 * The first day on which a certificate counts by the Regulations, whatever it says: against yellow fever ten days after the
 * dose (International Health Regulations, annex 7, as in force since 2016: after a revaccination too).
 *
 * @returns `YYYY-MM-DD`; undefined where they say nothing, or the date of the dose is not one.
 */
export function firstDayByRule(vaccination: Vaccination): string | undefined {
  const days = countsAfterDays(diseaseCodeOf(vaccination) ?? '');
  const date = parseFullCivilDate((vaccination.date ?? '').slice(0, 10));
  return days > 0 && date ? daysAfter(date, days) : undefined;
}

/**
 * Whether a certificate counts on the day of checking: `vls` and `vle` are its own first and last day (DVCMin; smart-icvp,
 * REQ-DE-20 and REQ-DE-23). Where a vaccination counts for life, an end has no force.
 *
 * @param at time of checking, milliseconds since 1970.
 * @returns undefined where it does, or says nothing of it. What is no date is a fault of the content.
 */
export function judgePeriod(vaccination: Vaccination, at: number): 'not-yet' | 'over' | undefined {
  const { validFrom, validUntil } = vaccination;
  const end = isForLife(diseaseCodeOf(vaccination) ?? '') ? undefined : validUntil;
  const answers = [
    judgeCivilPeriod(validFrom, end, at),
    judgeCivilPeriod(firstDayByRule(vaccination), undefined, at),
  ];
  return answers.find((answer) => answer === 'not-yet') ?? answers.find((answer) => answer === 'over');
}
