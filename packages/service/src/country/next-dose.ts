import { parseFullCivilDate } from '@mohar/credential/event/civil-date.ts';
import { daysAfter } from '@mohar/credential/event/days-after.ts';
import { stageOf, type VaccinationEvent } from '@mohar/credential/event/health-event.ts';
import type { CountryPack, DoseInterval } from './pack.ts';
import { diseasesNamed, vaccineNamed } from './vaccine-named.ts';

/** Civil dates, `YYYY-MM-DD`. */
export interface NextDose {
  readonly from: string;
  /** Absent where there is no end. */
  readonly until?: string;
}

/**
 * When the next dose is due, by the catalogue: days after the date of vaccination.
 *
 * @returns undefined for the last dose of a course and later ones, and where the catalogue does not say: of a vaccine that is not in it,
 *   `otherInterval` does, as far as it is against the country's disease.
 */
export function nextDoseOf(
  pack: Pick<CountryPack, 'vaccines' | 'disease' | 'otherInterval'>,
  { vaccination }: Pick<VaccinationEvent, 'vaccination'>,
): NextDose | undefined {
  const { name, dose, totalDoses, civilDate } = vaccination;
  const given = parseFullCivilDate(civilDate);
  if (stageOf(dose, totalDoses) !== 'provisional' || !given) return undefined;
  const interval = intervalAfter(pack, name, dose);
  if (!interval) return undefined;
  return {
    from: daysAfter(given, interval.from),
    ...(interval.to === undefined ? {} : { until: daysAfter(given, interval.to) }),
  };
}

function intervalAfter(
  pack: Parameters<typeof nextDoseOf>[0],
  name: string,
  dose: number,
): DoseInterval | undefined {
  const vaccine = vaccineNamed(pack, name);
  if (vaccine) return vaccine.intervals?.[dose - 1] ?? vaccine.intervals?.at(-1);
  return diseasesNamed(pack, name)[0] === pack.disease ? pack.otherInterval : undefined;
}
