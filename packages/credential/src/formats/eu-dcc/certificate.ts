import type { EuDccName } from './names.ts';

/** The schema's version that certificates are written by (ehn-dcc-schema 1.3.0, which 1.3.3 reads the same). */
export const schemaVersion = '1.3.0';

/** What a vaccination certificate says (ehn-dcc-schema, `vaccination_entry`). */
export type VaccinationEntry = {
  /** Disease, SNOMED CT. */
  readonly tg: string;
  /** Vaccine or prophylaxis. */
  readonly vp: string;
  /** Product. */
  readonly mp: string;
  /** Holder of the marketing authorisation, or manufacturer. */
  readonly ma: string;
  /** Dose, and doses of the course. A booster is a dose above them. */
  readonly dn: number;
  readonly sd: number;
  /** `YYYY-MM-DD`. */
  readonly dt: string;
  /** Country, ISO 3166-1 alpha-2. */
  readonly co: string;
  readonly is: string;
  /** UVCI. */
  readonly ci: string;
};

/** What a test certificate says (`test_entry`). */
export type TestEntry = {
  readonly tg: string;
  /** Type of test, LOINC. */
  readonly tt: string;
  /** Name of the test: nucleic acid amplification. */
  readonly nm?: string;
  /** Device, by the JRC's database: rapid antigen tests. */
  readonly ma?: string;
  /** When the sample was taken, RFC 3339. */
  readonly sc: string;
  /** Result, SNOMED CT. */
  readonly tr: string;
  /** Where. */
  readonly tc?: string;
  readonly co: string;
  readonly is: string;
  readonly ci: string;
};

/** What a recovery certificate says (`recovery_entry`). */
export type RecoveryEntry = {
  readonly tg: string;
  /** Day of the first positive test, `YYYY-MM-DD`. */
  readonly fr: string;
  readonly co: string;
  readonly is: string;
  /** First and last day on which it counts, `YYYY-MM-DD`. */
  readonly df: string;
  readonly du: string;
  readonly ci: string;
};

/** The content of an EU DCC: one entry of one kind. */
export type EuDcc = {
  readonly ver: string;
  readonly nam: EuDccName;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly dob: string;
} & (
  | { readonly v: readonly [VaccinationEntry] }
  | { readonly t: readonly [TestEntry] }
  | { readonly r: readonly [RecoveryEntry] }
);

/** The one entry of a certificate. */
export const entryOf = (certificate: EuDcc): VaccinationEntry | TestEntry | RecoveryEntry =>
  'v' in certificate ? certificate.v[0] : 't' in certificate ? certificate.t[0] : certificate.r[0];
