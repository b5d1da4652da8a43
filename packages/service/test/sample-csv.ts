import { stringify } from 'csv-stringify/sync';
import { columnsOf } from '../src/bulk/columns.ts';

/** A row of a vaccination upload, by DIVOC's column names. */
export const vaccinationRow = (id: string, change: Record<string, string> = {}) => ({
  preEnrollmentCode: id,
  recipientName: 'Asha Ramakrishnan',
  recipientMobileNumber: '9800000001',
  recipientDOB: '1988-03-14',
  recipientAge: '',
  recipientGender: 'Female',
  recipientNationality: 'Indian',
  recipientIdentity: 'did:in.gov.passport:Z3456721',
  recipientAddressLine1: '12, "Lake View" Road',
  recipientAddressLine2: '',
  recipientDistrict: 'Bengaluru Urban',
  recipientState: 'Karnataka',
  recipientPincode: '560038',
  vaccinationBatch: '4121Z025',
  vaccinationDate: '2021-07-12T10:41:00Z',
  vaccinationDose: '1',
  vaccinationTotalDoses: '2',
  vaccinationEffectiveStart: '2021-07-12',
  vaccinationEffectiveEnd: '2022-07-12',
  vaccinationManufacturer: 'Serum Institute of India',
  vaccinationName: 'COVISHIELD',
  vaccinatorName: 'Sooraj Singh',
  facilityName: 'Primary Health Centre',
  facilityAddressLine1: '80 Feet Road',
  facilityAddressLine2: '',
  facilityDistrict: 'Bengaluru Urban',
  facilityState: 'Karnataka',
  facilityPincode: '560038',
  ...change,
});

/** A vaccination upload. */
export const vaccinationCsv = (rows: readonly Record<string, string>[]): string =>
  stringify([...rows], { header: true, columns: columnsOf.vaccination.map(({ name }) => name) });
