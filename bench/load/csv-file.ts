import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { columnsOf } from '@mohar/service/src/bulk/columns.ts';
import { vaccinationOf } from './people.ts';

/** Every so many-th row has no name: it must end among the faulty ones. */
export const faultyEvery = 1_000;

/** Writes a file of vaccinations for a bulk upload, with {@link faultyEvery}. */
export async function writeCsv(path: string, rows: number, firstSerial: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${columnsOf.vaccination.map(({ name }) => name).join(',')}\n`);
  for (let n = 0; n < rows; n += 1) {
    if (!file.write(`${rowOf(firstSerial + n, n % faultyEvery === faultyEvery - 1)}\n`))
      await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

function rowOf(serial: number, faulty: boolean): string {
  const { preEnrollmentCode, recipient, vaccination, vaccinator, facility } = vaccinationOf(serial);
  const at = recipient.address;
  return [
    preEnrollmentCode,
    faulty ? '' : recipient.name,
    recipient.contact[0]?.slice(4),
    recipient.dob,
    '',
    recipient.gender,
    recipient.nationality,
    recipient.identity,
    at.addressLine1,
    at.addressLine2,
    at.district,
    at.state,
    at.pincode,
    vaccination.batch,
    vaccination.date,
    vaccination.dose,
    vaccination.totalDoses,
    vaccination.effectiveStart,
    vaccination.effectiveUntil,
    vaccination.manufacturer,
    vaccination.name,
    vaccinator.name,
    facility.name,
    facility.address.addressLine1,
    '',
    facility.address.district,
    facility.address.state,
    facility.address.pincode,
  ]
    .map((cell) => (/[",]/.test(String(cell)) ? `"${cell}"` : cell))
    .join(',');
}
