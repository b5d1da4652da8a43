import type { JsonObject } from '../../json.ts';
import type { VaccinationCoreDataSet } from './core-data-set.ts';
import type { DocumentSetting, EventParts } from './fhir-parts.ts';
import { concept, ddccUrl, fhirCoding } from './fhir-terms.ts';
import { present } from './present.ts';

/** A vaccination's part of a document: an Immunization (DDCCImmunization). */
export function vaccinationParts(
  { vaccination }: VaccinationCoreDataSet,
  { identifier, to }: DocumentSetting,
): EventParts {
  const { vaccine, brand, manufacturer, disease, practitioner, centre, dose, totalDoses, validFrom } =
    vaccination;
  const immunization = present({
    resourceType: 'Immunization',
    extension: [
      { url: ddccUrl('DDCCEventBrand'), valueCoding: fhirCoding(brand) },
      { url: ddccUrl('DDCCCountryOfEvent'), valueCode: vaccination.country.code },
      ...(validFrom ? [{ url: ddccUrl('DDCCVaccineValidFrom'), valueDate: validFrom }] : []),
    ],
    identifier: [identifier],
    status: 'completed',
    vaccineCode: concept(vaccine),
    patient: to('patient'),
    occurrenceDateTime: vaccination.date,
    // The profile allows one Organization, which is the issuer: the maker is named, not described.
    manufacturer: manufacturer && { display: manufacturer.display ?? manufacturer.code },
    location: centre && { display: centre },
    lotNumber: vaccination.lot,
    performer: practitioner && [{ actor: { type: 'Practitioner', display: practitioner.value } }],
    protocolApplied: [
      present({
        authority: to('organization'),
        targetDisease: disease && [concept(disease)],
        doseNumberPositiveInt: dose,
        seriesDosesPositiveInt: totalDoses,
      }),
    ],
  });
  return {
    profile: 'DDCCVSDocument',
    category: { code: 'ddcc-vs', display: 'DDCC:VS' },
    section: {
      title: 'Vaccination',
      code: '11369-6',
      display: 'History of Immunization Narrative',
      lines: [
        ['Disease', disease?.display],
        ['Vaccine', brand.display ?? brand.code],
        ['Date', vaccination.date],
        ['Batch', vaccination.lot],
        ['Dose', totalDoses === undefined ? String(dose) : `${dose} / ${totalDoses}`],
        ['Centre', centre],
      ],
    },
    resources: [['immunization', immunization as JsonObject]],
  };
}
