import type { CountryPack } from './pack.ts';

/**
 * A moment as clocks in the country show it.
 *
 * @returns RFC 3339 with the country's distance from UTC at that moment, to the second.
 */
export const localTime = ({ timeZone }: Pick<CountryPack, 'timeZone'>, moment: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
