import type { JsonObject } from '../../json.ts';
import type { ExportRecord } from '../export-record.ts';
import { type CoreDataSet, isVaccination } from './core-data-set.ts';
import { coreDataSetOf } from './core-data-set-of-record.ts';
import { resourceUuid } from './fhir-ids.ts';
import type { DocumentSetting, EventParts } from './fhir-parts.ts';
import { patientOf } from './fhir-patient.ts';
import { ddccUrl, fhirSystems } from './fhir-terms.ts';
import { testParts } from './fhir-test.ts';
import { vaccinationParts } from './fhir-vaccination.ts';
import { narrative } from './narrative.ts';

export interface FhirDocumentOptions {
  /** URI of the issuer: the system of the certificate's id. */
  readonly issuer: string;
}

/** What WHO's profile calls its documents, and what others are called. */
const titles = {
  covid: 'Digital Documentation of COVID-19 Certificate (DDCC)',
  other: 'International Certificate of Vaccination or Prophylaxis',
  otherTest: 'Certificate of a laboratory test',
} as const;

/**
 * Writes a record as an FHIR R4 document (Bundle of type document, Composition first), in the shape of WHO's DDCC
 * implementation guide: DDCCVSDocument for a vaccination, DDCCTRDocument for a test; the profile is named where the
 * record has all that it demands. The same record gives the same document.
 *
 * @throws NotExpressibleError where the core data set demands what the record lacks.
 */
export function buildFhirDocument(record: ExportRecord, { issuer }: FhirDocumentOptions): JsonObject {
  const core = coreDataSetOf(record);
  const uuid = (role: string) => resourceUuid(record.certificateId, role);
  const urn = (role: string) => `urn:uuid:${uuid(role)}`;
  const setting: DocumentSetting = {
    record,
    identifier: { system: issuer, value: record.certificateId },
    to: (role) => ({ reference: urn(role) }),
  };
  const parts = isVaccination(core) ? vaccinationParts(core, setting) : testParts(core, setting);
  const isCovid = record.disease.icd11.startsWith('RA01');
  const profile = isCovid && core.birthDate !== undefined ? parts.profile : undefined;
  const title = isCovid ? titles.covid : isVaccination(core) ? titles.other : titles.otherTest;
  const resources: EventParts['resources'] = [
    ['composition', compositionOf(core, parts, title, setting)],
    ['patient', patientOf(core)],
    ['organization', { resourceType: 'Organization', name: record.issuerName }],
    ...parts.resources,
  ];
  return {
    resourceType: 'Bundle',
    id: uuid('document'),
    ...(profile ? { meta: { profile: [ddccUrl(profile)] } } : {}),
    identifier: { system: 'urn:ietf:rfc:3986', value: urn('document') },
    type: 'document',
    timestamp: record.issuedAt,
    link: [{ relation: 'publication', url: `urn:HCID:${record.certificateId}` }],
    entry: resources.map(([role, { resourceType, ...members }]) => ({
      fullUrl: urn(role),
      resource: { resourceType: resourceType as string, id: uuid(role), ...members },
    })),
  };
}

function compositionOf(
  { certificate }: CoreDataSet,
  { category, section, resources }: EventParts,
  title: string,
  { record, identifier, to }: DocumentSetting,
): JsonObject {
  const [first] = resources;
  if (!first) throw new Error('A document is about an event.');
  const organization = to('organization');
  return {
    resourceType: 'Composition',
    identifier,
    status: 'final',
    type: {
      coding: [{ system: fhirSystems.loinc, code: '82593-5', display: 'Immunization summary report' }],
    },
    category: [{ coding: [{ system: fhirSystems.category, ...category }] }],
    subject: to('patient'),
    date: record.issuedAt,
    author: [organization],
    title,
    attester: [{ mode: 'official', party: organization }],
    ...(certificate.period ? { event: [{ period: certificate.period }] } : {}),
    section: [
      {
        title: section.title,
        code: { coding: [{ system: fhirSystems.loinc, code: section.code, display: section.display }] },
        author: [organization],
        focus: to(first[0]),
        text: narrative(section.lines),
        entry: resources.map(([role]) => to(role)),
      },
    ],
  };
}
