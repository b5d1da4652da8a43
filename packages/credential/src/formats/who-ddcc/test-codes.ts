import { loincMethodOf } from '../../codes/test-types.ts';
import { type Coding, codeSystems } from './core-data-set.ts';
import tables from './test-codes.json' with { type: 'json' };

/** ICD-11's code of COVID-19, whose test results WHO's list has codes for. */
const covid = 'RA01';

/** The type of a test by what its laboratory calls it; in its own words, where WHO's list does not have it. */
export function testTypeCoding(testType: string): Coding {
  const method = loincMethodOf(testType);
  return method ? { system: codeSystems.icd11Entity, code: tables.types[method].code } : { code: testType };
}

/** Where a sample was taken; in the laboratory's words, where WHO's list does not have it. */
export function originCoding(origin: string): Coding {
  const found = rowOf(tables.origins, origin);
  return found ? { system: codeSystems.icd11Entity, code: found.code } : { code: origin };
}

/**
 * The result of a test: for COVID-19 in ICD-11, for other diseases in SNOMED CT; in its own words, where neither has
 * it.
 *
 * @param diseaseIcd11 ICD-11's code of the disease.
 */
export function resultCoding(result: string, diseaseIcd11: string): Coding {
  const isCovid = diseaseIcd11.split('.')[0] === covid;
  const found = rowOf(isCovid ? tables.covidResults : tables.otherResults, result);
  if (!found) return { code: result };
  return { system: isCovid ? codeSystems.icd11 : codeSystems.snomed, code: found.code };
}

const rowOf = (table: Readonly<Record<string, { readonly code: string }>>, name: string) => {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
};
