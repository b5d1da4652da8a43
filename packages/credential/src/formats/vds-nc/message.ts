/**
 * What a VDS-NC says: the members of ICAO's technical report "VDS-NC: Visible Digital Seal for non-constrained
 * environments" 1.1 and of the data sets that it names. All of it is described in docs/implementers/vds-nc-fields.md.
 */
export type VdsNcContent = ProofOfVaccination | ProofOfTest;

export interface ProofOfVaccination {
  readonly hdr: Header<'icao.vacc'>;
  readonly msg: {
    readonly uvci: string;
    readonly pid: VaccinatedPerson;
    readonly ve: readonly VaccinationEntry[];
  };
}

export interface ProofOfTest {
  readonly hdr: Header<'icao.test'>;
  readonly msg: {
    readonly utci: string;
    readonly pid: TestedPerson;
    readonly sp: TestProvider;
    readonly dat: {
      /** When the specimen was collected, RFC 3339. */
      readonly sc: string;
      /** When the report was issued, RFC 3339. */
      readonly ri: string;
    };
    readonly tr: {
      readonly tc: TestConducted;
      readonly r: TestOutcome;
      readonly m?: SamplingMethod;
    };
    /** At the issuer's discretion. */
    readonly opt?: string;
  };
}

export interface Header<Type extends DocumentType> {
  readonly t: Type;
  readonly v: 1;
  /** ICAO Doc 9303-3 code of the issuer, which is ISO 3166-1 alpha-3 for most. */
  readonly is: string;
}

export type DocumentType = 'icao.vacc' | 'icao.test';

export interface VaccinatedPerson {
  readonly n: string;
  /** `YYYY-MM-DD`. */
  readonly dob?: string;
  readonly sex?: Sex;
  /** Number of the travel document. */
  readonly i?: string;
  /** Another number, at the issuer's discretion. */
  readonly ai?: string;
}

export interface TestedPerson {
  readonly n: string;
  readonly dob: string;
  readonly dt: IdentityDocumentType;
  readonly dn: string;
}

export interface VaccinationEntry {
  /** ICD-11 extension code of the vaccine. */
  readonly des: string;
  readonly nam: string;
  /** ICD-11 code of the disease. */
  readonly dis?: string;
  readonly vd: readonly DoseEntry[];
}

export interface DoseEntry {
  readonly dvc: string;
  readonly seq: number;
  readonly ctr: string;
  readonly adm?: string;
  readonly lot: string;
  readonly dvn?: string;
}

export interface TestProvider {
  readonly spn: string;
  readonly ctr: string;
  readonly cd: {
    /** Telephone. */
    readonly p: string;
    /** E-mail. */
    readonly e?: string;
    /** Address. */
    readonly a?: string;
  };
}

/** As Doc 9303-4, section 4.1.1.1; X where it is not told. */
export type Sex = 'M' | 'F' | 'X';

/** Passport; identity card (three codes); crew member certificate; visa; driving licence. */
export const identityDocumentTypes = ['P', 'A', 'C', 'I', 'AC', 'V', 'D'] as const;
export type IdentityDocumentType = (typeof identityDocumentTypes)[number];

export const testsConducted = ['molecular(PCR)', 'molecular(other)', 'antigen', 'antibody'] as const;
export type TestConducted = (typeof testsConducted)[number];

export const testOutcomes = ['normal', 'abnormal', 'positive', 'negative'] as const;
export type TestOutcome = (typeof testOutcomes)[number];

export const samplingMethods = ['nasopharyngeal', 'oropharyngeal', 'saliva', 'blood', 'other'] as const;
export type SamplingMethod = (typeof samplingMethods)[number];

/** The most characters that members may have. */
export const maxLengths = {
  certificateId: 12,
  name: 39,
  travelDocument: 11,
  documentNumber: 24,
  administeringCentre: 20,
  lot: 20,
  testProvider: 20,
  telephone: 19,
} as const;
