import { parseFullCivilDate } from '@mohar/credential/event/civil-date.ts';
import { daysAfter } from '@mohar/credential/event/days-after.ts';
import { type Fault, pointerTo } from '@mohar/credential/event/fault.ts';
import { type HealthEvent, stageOf } from '@mohar/credential/event/health-event.ts';
import { identityFault } from './identity.ts';
import type { CertificateForm, CountryPack } from './pack.ts';
import { diseasesNamed, vaccineNamed } from './vaccine-named.ts';

/**
 * What a country demands of an event, beside Mohar's own rules: the rules of `fields.yaml` for its kind, whatever else is wrong with it.
 *
 * @param value as received.
 * @param base JSON Pointer to the event in the request.
 */
export const fieldFaults = (
  pack: Pick<CountryPack, 'fieldRules'>,
  form: CertificateForm,
  value: unknown,
  base: string,
): Fault[] => pack.fieldRules[form]?.(value, base) ?? [];

/** What a country demands of an event that can be read: of its identity, its vaccine, and how long it counts. */
export function catalogueFaults(pack: CountryPack, event: HealthEvent, base: string): Fault[] {
  const identity = identityFault(pack, event.recipient.identity);
  return [
    ...(identity ? [{ pointer: `${base}/recipient/identity`, rule: 'identity', ...identity }] : []),
    ...(event.kind === 'vaccination'
      ? vaccinationFaults(pack, event.vaccination, `${base}/vaccination`)
      : []),
  ];
}

function vaccinationFaults(
  pack: CountryPack,
  {
    name,
    dose,
    totalDoses,
    civilDate,
    effectiveUntil,
  }: Extract<HealthEvent, { kind: 'vaccination' }>['vaccination'],
  base: string,
): Fault[] {
  const at = (member: string, rule: string, message: string): Fault => ({
    pointer: pointerTo(base, member),
    rule,
    message,
  });
  // Nobody shall have to guess of which disease it is the event.
  if (diseasesNamed(pack, name).length > 1) {
    const message =
      'must name a vaccine against one disease, not vaccines against several: send an event for each';
    return [at('name', 'one-disease', message)];
  }
  const { doses, validDays } = vaccineNamed(pack, name) ?? {};
  const given = parseFullCivilDate(civilDate);
  return [
    // A booster counts in the course that it is given after, which may have been one of another vaccine.
    ...(doses === undefined || doses === totalDoses || stageOf(dose, totalDoses) === 'precaution'
      ? []
      : [at('totalDoses', 'course', `must be ${doses}: so many doses has the course of this vaccine`)]),
    ...(validDays === undefined || !given || effectiveUntil <= daysAfter(given, validDays)
      ? []
      : [at('effectiveUntil', 'validity', `must be at most ${validDays} days after the vaccination`)]),
  ];
}
