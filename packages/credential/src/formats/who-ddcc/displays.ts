import type { Coding } from './core-data-set.ts';
import displays from './displays.json' with { type: 'json' };

const systems: Readonly<Record<string, Readonly<Record<string, string>>>> = displays.systems;

/** ICD-11 goes by several URIs. */
const aliases: Readonly<Record<string, string>> = {
  'http://id.who.int/icd/release/11/mms': 'http://id.who.int/icd11/mms',
  'http://hl7.org/fhir/sid/icd-11': 'http://id.who.int/icd11/mms',
};

/** What a code means: as it says itself, else by WHO's lists; undefined where neither tells. */
export function displayOf({ system, code, display }: Coding): string | undefined {
  if (display) return display;
  if (system === undefined) return code;
  const table = memberOf(systems, memberOf(aliases, system) ?? system);
  return table && memberOf(table, code);
}

const memberOf = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
