import { type CertificateSummary, stageOf } from '../../verification/summarize.ts';
import type { DdccContent } from './content.ts';
import type { Coding } from './core-data-set.ts';
import { displayOf } from './displays.ts';
import { present } from './present.ts';

/**
 * Reads a DDCC for a person.
 *
 * @param issuedAt milliseconds since 1970.
 */
export function summarize(content: DdccContent, issuedAt?: number): CertificateSummary {
  const { kind, name, birthDate, sex } = content;
  return present({
    kind,
    certificateId: content.hcid,
    issuedAt: issuedAt === undefined ? undefined : new Date(issuedAt).toISOString(),
    holder: present({
      name,
      birthDate,
      birthYear: birthDate && /^\d{4}/.exec(birthDate)?.[0],
      sex: sex && words(sex),
    }),
    vaccination: kind === 'vaccination' ? vaccinationOf(content) : undefined,
    test: kind === 'test' ? testOf(content) : undefined,
    facility: content.centre,
    attestedBy: content.practitioner ?? content.issuer,
  });
}

function vaccinationOf(content: DdccContent) {
  const { vaccine, brand, manufacturer, disease, dose, totalDoses } = content;
  return present({
    disease: disease && words(disease),
    vaccine: (brand && words(brand)) ?? (vaccine && words(vaccine)),
    prophylaxis: vaccine && words(vaccine),
    manufacturer: manufacturer && words(manufacturer),
    batch: content.lot,
    date: content.date,
    effectiveFrom: content.effectiveFrom ?? content.validFrom,
    effectiveUntil: content.validUntil,
    dose,
    totalDoses,
    stage: dose === undefined || totalDoses === undefined ? undefined : stageOf(dose, totalDoses),
  });
}

const testOf = ({ pathogen, type, brand, result, date }: DdccContent) =>
  present({
    disease: pathogen && words(pathogen),
    testName: brand && words(brand),
    testType: type && words(type),
    result: result && words(result),
    sampledAt: date,
  });

const words = (coding: Coding): string => displayOf(coding) ?? coding.code;
