import type { TestCodes } from '../export-record.ts';
import table from './test-codes.json' with { type: 'json' };

/** FHIR's names for the code systems of tests and results. */
export const { loinc: loincSystem, snomed: snomedSystem } = table.systems;

export type KnownResult = keyof typeof table.results;

/**
 * LOINC's code of a test.
 *
 * @param disease as `codes/diseases.json` calls it.
 * @returns undefined where the list has none for this disease and method.
 */
export function loincCodeOf(disease: string, method: TestCodes['loincMethod']): string | undefined {
  const methods: Readonly<Record<string, string>> | undefined = ownMember(table.issued, disease);
  return methods && method && ownMember(methods, method);
}

/** What a LOINC code tests for, and what it is called; undefined for one that is not listed here. */
export function testOfLoinc(code: string): { readonly disease: string; readonly name: string } | undefined {
  for (const [disease, names] of Object.entries<Readonly<Record<string, string>>>(table.tests)) {
    const name = ownMember(names, code);
    if (name !== undefined) return { disease, name };
  }
  return undefined;
}

/** SNOMED CT's code of a result; undefined for one that a health card cannot say: inconclusive, void. */
export const snomedResult = (result: string): string | undefined =>
  ownMember<{ readonly issued: string }>(table.results, result)?.issued;

/** The result that a SNOMED CT code says; undefined for another code. */
export function resultOfSnomed(code: string): KnownResult | undefined {
  for (const [result, { read }] of Object.entries(table.results)) {
    if (read.includes(code)) return result as KnownResult;
  }
  return undefined;
}

const ownMember = <Value>(members: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
