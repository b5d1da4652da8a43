import { formatCivilDate } from './civil-date.ts';
import { birthFaults, futureFault, moment, periodFault } from './date-rules.ts';
import type { Fault, Parsed } from './fault.ts';
import { freeJsonFaults } from './free-json.ts';
import type { EventSetting, VaccinationEvent } from './health-event.ts';
import { facility, given, type ReceivedEvent, recipient } from './received.ts';
import { compileSchema } from './schema-validation.ts';
import { domesticVaccinationSchema, internationalVaccinationSchema } from './schemas.ts';

interface ReceivedVaccination extends ReceivedEvent {
  readonly vaccination: Omit<VaccinationEvent['vaccination'], 'civilDate' | 'batch'> & {
    readonly batch?: string | null;
  };
  readonly vaccinator?: { readonly name: string } | null;
}

const schemaFaults = {
  domestic: compileSchema(domesticVaccinationSchema),
  international: compileSchema(internationalVaccinationSchema),
};

/**
 * Reads one item of the body of a certify call.
 *
 * @param form which certificate is asked for; `international` demands a date of birth.
 * @param base JSON Pointer to the item in the request, such as `/0`.
 * @returns the event, or every fault that was found, not the first alone.
 */
export function parseVaccination(
  value: unknown,
  form: VaccinationEvent['form'],
  setting: EventSetting,
  base = '',
): Parsed<VaccinationEvent> {
  const faults = schemaFaults[form](value, base);
  if (faults.length > 0) return { ok: false, faults: [...faults, ...laterFaults(value, setting, base)] };

  const received = value as ReceivedVaccination;
  faults.push(...laterFaults(received, setting, base));
  const { dob, age } = received.recipient;
  if (!dob && (age === undefined || age === null || age === '')) {
    faults.push({
      pointer: `${base}/recipient`,
      rule: 'age-or-dob',
      message: 'Age and DOB both are missing. Atleast one should be present',
    });
  }
  faults.push(...freeJsonFaults(received.meta ?? {}, `${base}/meta`));
  if (faults.length > 0) return { ok: false, faults };

  const { vaccination } = received;
  return {
    ok: true,
    value: {
      kind: 'vaccination',
      form,
      beneficiary: received.preEnrollmentCode,
      program: received.programId ?? '',
      recipient: recipient(received.recipient),
      contact: received.recipient.contact,
      vaccination: given<VaccinationEvent['vaccination']>({
        name: vaccination.name,
        manufacturer: vaccination.manufacturer,
        batch: vaccination.batch ?? undefined,
        date: vaccination.date,
        civilDate: formatCivilDate(moment(vaccination.date, setting)?.date ?? { year: 0 }),
        effectiveStart: vaccination.effectiveStart,
        effectiveUntil: vaccination.effectiveUntil,
        dose: vaccination.dose,
        totalDoses: vaccination.totalDoses,
      } as Required<VaccinationEvent['vaccination']>),
      ...(received.vaccinator ? { vaccinator: { name: received.vaccinator.name } } : {}),
      facility: facility(received.facility),
      meta: received.meta ?? {},
    },
  };
}

/** Rules between members, as far as the members are there and of the right type. */
function laterFaults(value: unknown, setting: EventSetting, base: string): Fault[] {
  const { recipient, vaccination } = (value ?? {}) as {
    recipient?: Record<string, unknown> | null;
    vaccination?: Record<string, unknown> | null;
  };
  const faults: Fault[] = [];
  const given = typeof vaccination?.date === 'string' ? moment(vaccination.date, setting) : undefined;
  if (given) {
    const fault = futureFault(given, setting, `${base}/vaccination/date`);
    if (fault) faults.push(fault);
  }
  if (typeof recipient?.dob === 'string') {
    faults.push(...birthFaults(recipient.dob, given?.date, 'vaccination', setting, `${base}/recipient/dob`));
  }
  if (typeof vaccination?.effectiveStart === 'string' && typeof vaccination.effectiveUntil === 'string') {
    const fault = periodFault(
      vaccination.effectiveStart,
      vaccination.effectiveUntil,
      `${base}/vaccination/effectiveUntil`,
    );
    if (fault) faults.push(fault);
  }
  return faults;
}
