import type { Fault } from '../../event/fault.ts';
import type { VaccinationRecord } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import { splitCertificateId } from './certificate-id.ts';
import { type HolderOptions, holderOf, present } from './holder.ts';
import { cut, isLatin } from './latin-text.ts';
import { maxLengths, type ProofOfVaccination } from './message.ts';
import { isDocumentNumber } from './travel-document.ts';

/**
 * A proof of vaccination (`icao.vacc`) of one dose.
 *
 * @param options what the event does not say: the name in parts, the travel document.
 * @throws NotExpressibleError with every fault: a name that is not in Latin letters, neither a full date of birth nor
 *   a travel document, an unknown vaccine, no lot number, and what is longer than the members may be.
 */
export function buildVdsNcVaccination(
  record: VaccinationRecord,
  options: HolderOptions = {},
): ProofOfVaccination {
  const { event, vaccine, disease, country } = record;
  const { name, dob, sex, document, faults } = holderOf(event, options);
  const { vaccination } = event;
  const number = document?.number;
  if (dob === undefined && number === undefined) {
    faults.push(fault('/recipient/dob', 'full-date', 'a full date of birth or a travel document is needed'));
  }
  if (number !== undefined && !isDocumentNumber(number)) {
    const message = `the number of the travel document has at most ${maxLengths.travelDocument} capitals and digits`;
    faults.push(fault('/recipient/identity', 'travel-document', message));
  }
  if (!vaccine) faults.push(fault('/vaccination/name', 'unknown-vaccine', 'the vaccine has no ICD-11 code'));
  const lot = vaccination.batch?.trim() ?? '';
  if (lot === '') faults.push(fault('/vaccination/batch', 'required', 'the batch is needed'));
  if (lot.length > maxLengths.lot) {
    faults.push(
      fault('/vaccination/batch', 'too-long', `the batch has at most ${maxLengths.lot} characters`),
    );
  }
  if (vaccination.dose > 99) {
    faults.push(fault('/vaccination/dose', 'range', 'the number of the dose is at most 99'));
  }
  if (faults.length > 0 || name === undefined || !vaccine) throw new NotExpressibleError('VDS-NC', faults);

  const id = splitCertificateId(record.certificateId, record.issuedAt);
  // Where the place's name is not in Latin letters: the authority that answers for the dose may stand there.
  const centre = isLatin(event.facility.name) ? event.facility.name : record.issuerName;
  return {
    hdr: { t: 'icao.vacc', v: 1, is: country.alpha3 },
    msg: {
      uvci: id.unique,
      pid: present({ n: name, dob, sex, i: number, ai: id.rest }),
      ve: [
        {
          des: vaccine.icd11Type ?? vaccine.icd11Code,
          nam: vaccination.name,
          dis: disease.icd11,
          vd: [
            {
              dvc: vaccination.civilDate,
              seq: vaccination.dose,
              ctr: country.alpha3,
              adm: cut(centre, maxLengths.administeringCentre),
              lot,
            },
          ],
        },
      ],
    },
  };
}

const fault = (pointer: string, rule: string, message: string): Fault => ({ pointer, rule, message });
