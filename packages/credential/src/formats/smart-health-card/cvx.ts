import table from './cvx-codes.json' with { type: 'json' };

/** FHIR's name for CVX, the vaccine codes of the United States. */
export const cvxSystem = table.system;

/** A vaccine of the CVX list. */
export interface CvxVaccine {
  readonly code: string;
  readonly name: string;
  /** As `codes/diseases.json` calls it. */
  readonly disease: string;
}

/** The vaccine of a CVX code; undefined for one that is not listed here. */
export const cvxVaccine = (code: string): CvxVaccine | undefined => byCode.get(code);

const byCode = new Map<string, CvxVaccine>(table.vaccines.map((vaccine) => [vaccine.code, vaccine]));
