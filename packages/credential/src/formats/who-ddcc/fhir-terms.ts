import type { Coding } from './core-data-set.ts';

const canonical = 'http://smart.who.int/ddcc';

/** URL of a profile or an extension of WHO's DDCC implementation guide. */
export const ddccUrl = (name: string): string => `${canonical}/StructureDefinition/${name}`;

/** Code systems beside those of the core data set. */
export const fhirSystems = {
  loinc: 'http://loinc.org',
  category: `${canonical}/CodeSystem/DDCCCompositionCategoryCodeSystem`,
  deviceProperty: `${canonical}/CodeSystem/DDCCDevicePropertyCodeSystem`,
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
} as const;

/** A coding as FHIR has it: words that no system defines are what is displayed, not a code. */
export const fhirCoding = ({ system, code, display }: Coding) =>
  system === undefined ? { display: display ?? code } : { system, code, ...(display ? { display } : {}) };

/** A concept of one or more codings; words alone are its text. */
export function concept(...codings: readonly Coding[]) {
  const known = codings.filter(({ system }) => system !== undefined);
  const words = codings.find(({ system }) => system === undefined);
  return {
    ...(known.length > 0 ? { coding: known.map(fhirCoding) } : {}),
    ...(words ? { text: words.code } : {}),
  };
}
