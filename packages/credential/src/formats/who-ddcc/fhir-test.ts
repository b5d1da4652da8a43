import type { JsonObject } from '../../json.ts';
import type { TestCoreDataSet } from './core-data-set.ts';
import type { DocumentSetting, EventParts } from './fhir-parts.ts';
import { concept, ddccUrl, fhirCoding, fhirSystems } from './fhir-terms.ts';
import { present } from './present.ts';

/**
 * A test's part of a document: what was found (DDCCObservation), with what (DDCCTest), in which sample (DDCCSpecimen),
 * where (DDCCProcedure), and the report of it (DDCCDiagnosticReport).
 */
export function testParts(
  { test }: TestCoreDataSet,
  { record, identifier, to }: DocumentSetting,
): EventParts {
  const { pathogen, type, brand, manufacturer, origin, result, centre, date } = test;
  const method = record.test?.loincMethod;
  const code = concept(type, ...(method ? [{ system: fhirSystems.loinc, code: method }] : []), pathogen);
  const subject = to('patient');
  const country = { url: ddccUrl('DDCCCountryOfEvent'), valueCode: test.country.code };
  const specimen: (readonly [string, JsonObject])[] = origin
    ? [
        [
          'specimen',
          {
            resourceType: 'Specimen',
            type: concept(origin),
            subject,
            collection: { collectedDateTime: date },
          },
        ],
      ]
    : [];
  const ofSpecimen = origin ? to('specimen') : undefined;
  return {
    ...(manufacturer && origin && result ? { profile: 'DDCCTRDocument' } : {}),
    category: { code: 'ddcc-tr', display: 'DDCC:TR' },
    section: {
      title: 'Test result',
      code: '30954-2',
      display: 'Relevant diagnostic tests/laboratory data note',
      lines: [
        ['Disease', record.disease.name],
        ['Test', brand?.code ?? type.code],
        ['Sample', date],
        ['Result', resultText(record)],
        ['Centre', centre?.code],
      ],
    },
    resources: [
      [
        'observation',
        present({
          resourceType: 'Observation',
          extension: brand && [{ url: ddccUrl('DDCCEventBrand'), valueCoding: fhirCoding(brand) }],
          identifier: [identifier],
          status: 'final',
          category: [{ coding: [{ system: fhirSystems.observationCategory, code: 'laboratory' }] }],
          code,
          subject,
          effectiveDateTime: date,
          performer: [to('organization')],
          valueCodeableConcept: result && concept(result),
          specimen: ofSpecimen,
          device: to('device'),
        }) as JsonObject,
      ],
      [
        'device',
        present({
          resourceType: 'Device',
          manufacturer: manufacturer?.code,
          deviceName: brand && [{ name: brand.code, type: 'user-friendly-name' }],
          type: concept(type),
          patient: subject,
          property: [
            {
              type: { coding: [{ system: fhirSystems.deviceProperty, code: 'pathogen' }] },
              valueCode: [concept(pathogen)],
            },
          ],
        }) as JsonObject,
      ],
      ...specimen,
      [
        'report',
        present({
          resourceType: 'DiagnosticReport',
          status: 'final',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
          code,
          subject,
          effectiveDateTime: date,
          performer: [to('organization')],
          specimen: ofSpecimen && [ofSpecimen],
          result: [to('observation')],
        }) as JsonObject,
      ],
      [
        'procedure',
        present({
          resourceType: 'Procedure',
          extension: [country],
          status: 'completed',
          code,
          subject,
          performedDateTime: date,
          location: centre && { display: centre.code },
          report: [to('report')],
          usedReference: [to('device')],
        }) as JsonObject,
      ],
    ],
  };
}

const resultText = ({ event }: DocumentSetting['record']) =>
  event.kind === 'test' ? event.testDetails.result : undefined;
