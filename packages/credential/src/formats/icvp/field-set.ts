import tables from './field-sets.json' with { type: 'json' };
import type { Sex } from './sex.ts';

/** What an ICVP says of its holder. */
export type HolderField =
  | 'name'
  | 'birthDate'
  | 'sex'
  | 'nationality'
  | 'identifier'
  | 'identifierType'
  | 'guardian'
  | 'version';

/** What an ICVP says of the dose. */
export type VaccinationField =
  | 'disease'
  | 'vaccine'
  | 'product'
  | 'manufacturer'
  | 'manufacturerId'
  | 'date'
  | 'batch'
  | 'validFrom'
  | 'validUntil'
  | 'clinician'
  | 'issuer'
  | 'dose';

/**
 * Which set of fields: `2024` is the only one with public QR codes, `2025` its successor with products in place of
 * ICD-11 codes, `2026` the draft that names the members anew.
 */
export type FieldSetName = '2024' | '2025' | '2026';

/** How a set of fields names its members, and what it demands. */
export interface FieldSet {
  readonly name: FieldSetName;
  /** Member that holds the dose. */
  readonly event: string;
  readonly holder: Readonly<Partial<Record<HolderField, string>>>;
  readonly vaccination: Readonly<Partial<Record<VaccinationField, string>>>;
  readonly required: readonly (HolderField | VaccinationField)[];
  readonly sexes: Readonly<Record<Sex, string>>;
  /** What a nationality looks like. */
  readonly nationality: RegExp;
  /** A birth date must have month and day. */
  readonly fullBirthDate: boolean;
  /** What the issuer is named by: its country's alpha-3 code, or in words. */
  readonly issuer: 'country' | 'name';
  /** Value of the member `version`. */
  readonly version?: string;
}

export const fieldSets: readonly FieldSet[] = tables.fieldSets.map((set) => ({
  ...(set as Omit<FieldSet, 'nationality'>),
  nationality: new RegExp(set.nationality),
}));

/** A set of fields by its name. */
export const fieldSetNamed = (wanted: FieldSetName): FieldSet =>
  fieldSets.find(({ name }) => name === wanted) as FieldSet;
