import { diseaseNamed } from '../../../src/codes/diseases.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import type { DiseaseCodes, VaccinationRecord, VaccineCodes } from '../../../src/formats/export-record.ts';

export const certificateId = 'ZW7QD48VXF7XQXTV3';
export const stamaril = 'YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0';

const setting = { now: Date.parse('2026-06-01T00:00:00Z'), timeZone: 'Asia/Kolkata' };

const event = {
  preEnrollmentCode: '39791185041850',
  recipient: {
    name: 'Asha Ramakrishnan',
    dob: '1988-03-14',
    gender: 'Female',
    nationality: 'IND',
    identity: 'did:in.gov.passport:Z3456721',
    contact: [],
  },
  vaccination: {
    name: 'STAMARIL',
    batch: 'W2C721V',
    manufacturer: 'Sanofi Pasteur',
    date: '2026-02-03T23:30:00Z',
    effectiveStart: '2026-02-14',
    effectiveUntil: '2036-02-13',
    dose: 1,
    totalDoses: 1,
  },
  vaccinator: { name: 'Sooraj Singh' },
  facility: { name: 'Airport Health Office' },
};

/** A vaccination against yellow fever, with members of the event exchanged. */
export function yellowFeverRecord(
  recipient: object = {},
  vaccination: object = {},
  codes: Partial<VaccineCodes> | null = {},
): VaccinationRecord {
  const changed = {
    ...event,
    recipient: { ...event.recipient, ...recipient },
    vaccination: { ...event.vaccination, ...vaccination },
  };
  const parsed = parseVaccination(changed, 'international', setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const vaccine = {
    icd11Code: 'XM0N24',
    prophylaxis: 'Yellow fever vaccines',
    whoProduct: stamaril,
    ...codes,
  };
  return {
    certificateId,
    issuedAt: '2026-05-01T10:20:30.123Z',
    country: { alpha2: 'IN', alpha3: 'IND' },
    issuerName: 'Ministry of Health',
    event: parsed.value,
    disease: diseaseNamed('Yellow fever') as DiseaseCodes,
    ...(codes ? { vaccine } : {}),
  };
}

/** The same against poliomyelitis, whose certificates end. */
export function polioRecord(): VaccinationRecord {
  const record = yellowFeverRecord({}, { name: 'bOPV', effectiveUntil: '2027-02-13' });
  return {
    ...record,
    disease: diseaseNamed('Polio') as DiseaseCodes,
    vaccine: { icd11Code: 'XM79H3', prophylaxis: 'Poliomyelitis oral, bivalent, live attenuated' },
  };
}
