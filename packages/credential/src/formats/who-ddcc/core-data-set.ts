/**
 * WHO's DDCC core data sets (WorldHealthOrganization/ddcc RC2, logical models DDCCCoreDataSetVS and
 * DDCCCoreDataSetTR), members as they are named there. Dates are texts as precise as they are known.
 */

/** A code of a code system (FHIR Coding). */
export interface Coding {
  /** URI of the code system; absent for words that no system defines. */
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

/** FHIR Identifier. */
export interface Identifier {
  readonly value: string;
}

/** Code systems that the core data set names. */
export const codeSystems = {
  icd11: 'http://id.who.int/icd11/mms',
  icd11Entity: 'http://id.who.int/icd/entity',
  snomed: 'http://snomed.info/sct',
  country: 'urn:iso:std:iso:3166',
  sex: 'http://hl7.org/fhir/administrative-gender',
} as const;

export interface CertificateMetadata {
  readonly issuer: { readonly display: string };
  /** Health certificate identifier. */
  readonly hcid: Identifier;
  /** Of the schema. */
  readonly version: string;
  readonly period?: { readonly start?: string; readonly end?: string };
}

export interface CoreVaccination {
  /** What kind of vaccine. */
  readonly vaccine: Coding;
  readonly brand: Coding;
  readonly manufacturer?: Coding;
  readonly maholder?: Coding;
  readonly lot: string;
  /** Civil date, or RFC 3339 instant. */
  readonly date: string;
  readonly validFrom?: string;
  readonly dose: number;
  readonly totalDoses?: number;
  readonly country: Coding;
  readonly centre?: string;
  readonly practitioner?: Identifier;
  readonly disease?: Coding;
  readonly nextDose?: string;
}

export interface CoreTest {
  readonly pathogen: Coding;
  readonly type: Coding;
  readonly brand?: Coding;
  readonly manufacturer?: Coding;
  readonly origin?: Coding;
  /** Civil date, or RFC 3339 instant, of the sample. */
  readonly date: string;
  readonly result?: Coding;
  readonly centre?: Coding;
  readonly country: Coding;
}

/** FHIR administrative gender. */
export type Sex = 'male' | 'female' | 'other' | 'unknown';

interface CoreDataSetBase {
  readonly name: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly identifier?: Identifier;
  readonly sex?: Sex;
  readonly certificate: CertificateMetadata;
}

/** DDCC:VS. */
export interface VaccinationCoreDataSet extends CoreDataSetBase {
  readonly vaccination: CoreVaccination;
}

/** DDCC:TR. */
export interface TestCoreDataSet extends CoreDataSetBase {
  readonly test: CoreTest;
}

export type CoreDataSet = VaccinationCoreDataSet | TestCoreDataSet;

export const isVaccination = (core: CoreDataSet): core is VaccinationCoreDataSet => 'vaccination' in core;
