import vaccines from './vaccines.json' with { type: 'json' };

const names: Readonly<Record<string, string>> = vaccines.names;

/** What the WHO calls a vaccine against COVID-19, by its ICD-11 code; undefined for one that its list does not have. */
export const vaccineNameOf = (icd11: string): string | undefined =>
  Object.hasOwn(names, icd11) ? names[icd11] : undefined;
