import type { HealthEvent, TestEvent, VaccinationEvent } from '../event/health-event.ts';

/** A record of the registry, as it leaves in the formats of other countries: an event, and what it became. */
export interface ExportRecord<Event extends HealthEvent = HealthEvent> {
  readonly certificateId: string;
  /** RFC 3339 instant, UTC: when the certificate was issued. */
  readonly issuedAt: string;
  readonly event: Event;
  /** Of the issuer, and of the place of the event (ISO 3166-1). */
  readonly country: { readonly alpha2: string; readonly alpha3: string };
  /** What the issuer is called in English. */
  readonly issuerName: string;
  readonly disease: DiseaseCodes;
  /** Of a vaccination: the catalogue's row; absent for a vaccine that is not in it. */
  readonly vaccine?: VaccineCodes;
  /** Of a test: codes of its type and device. */
  readonly test?: TestCodes;
}

export type VaccinationRecord = ExportRecord<VaccinationEvent>;
export type TestRecord = ExportRecord<TestEvent>;

/** What a disease is called, and its codes. */
export interface DiseaseCodes {
  readonly name: string;
  /** ICD-11 MMS, the disease: `RA01.0`. */
  readonly icd11: string;
  /** ICD-11 MMS, the agent that causes it: `XN109`. */
  readonly icd11Agent?: string;
  /** SNOMED CT, the disease: `840539006`. */
  readonly snomed: string;
}

/** A vaccine's codes. Each may be absent, where the system has none for it. */
export interface VaccineCodes {
  /** ICD-11 extension code of the product, else of the type: `XM8NQ0`. */
  readonly icd11Code: string;
  /** ICD-11 extension code of the type: `XM0GQ8` for RNA. */
  readonly icd11Type?: string;
  /** In words: what ICD-11 calls the type. */
  readonly prophylaxis: string;
  /** CVX, the code of the United States: `208`. */
  readonly cvx?: string;
  /** Codes of the EU's value sets. */
  readonly eu?: { readonly prophylaxis: string; readonly product: string; readonly manufacturer: string };
  /** Product id of WHO's list of prequalified vaccines. */
  readonly whoProduct?: string;
}

/** A test's codes. Each may be absent, where the type or the device is not in the lists. */
export interface TestCodes {
  /** LOINC part of the method, as the EU's and the WHO's lists have it: `LP6464-4` (NAAT), `LP217198-3` (rapid). */
  readonly loincMethod?: 'LP6464-4' | 'LP217198-3';
  /** Id of the device in the EU's list of rapid antigen tests. */
  readonly euDevice?: string;
}
