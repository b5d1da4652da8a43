import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const examples = join(import.meta.dirname, '..', '..', '..', 'examples');
const read = (name: string) => JSON.parse(readFileSync(join(examples, `${name}.json`), 'utf8'));

type Event = ReturnType<typeof read>;

/** The events in examples/, for a beneficiary of one's own. */
export const vaccinationEvent = (beneficiary: string, dose = 1, totalDoses = 2): Event => {
  const event = read('vaccination');
  return {
    ...event,
    preEnrollmentCode: beneficiary,
    meta: {},
    vaccination: { ...event.vaccination, dose, totalDoses },
  };
};
export const internationalEvent = (beneficiary: string): Event => ({
  ...read('vaccination-international'),
  preEnrollmentCode: beneficiary,
});
export const testEvent = (beneficiary: string): Event => ({
  ...read('test'),
  preEnrollmentCode: beneficiary,
});
export const professionalEvent = (): Event => read('health-professional');
