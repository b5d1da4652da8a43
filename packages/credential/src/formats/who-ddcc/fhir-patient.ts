import type { JsonObject } from '../../json.ts';
import type { CoreDataSet } from './core-data-set.ts';
import { present } from './present.ts';

/** The holder as an FHIR Patient (DDCCPatient; a birth date may be partial, or unknown). */
export const patientOf = ({ name, birthDate, sex, identifier }: CoreDataSet): JsonObject =>
  present({
    resourceType: 'Patient',
    identifier: identifier && [{ value: identifier.value }],
    name: [{ use: 'official', text: name }],
    gender: sex,
    birthDate,
  }) as JsonObject;
