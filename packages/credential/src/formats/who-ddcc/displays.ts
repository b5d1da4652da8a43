import { vaccineNameOf } from '../../codes/vaccines.ts';
import type { Coding } from './core-data-set.ts';
import displays from './displays.json' with { type: 'json' };

const systems: Readonly<Record<string, Readonly<Record<string, string>>>> = displays.systems;

const icd11 = 'http://id.who.int/icd11/mms';
/** ICD-11 goes by several URIs. */
const aliases: Readonly<Record<string, string>> = {
  'http://id.who.int/icd/release/11/mms': icd11,
  'http://hl7.org/fhir/sid/icd-11': icd11,
};

/** What a code means: as it says itself, else by WHO's lists; undefined where neither tells. */
export function displayOf({ system, code, display }: Coding): string | undefined {
  if (display) return display;
  if (system === undefined) return code;
  const known = memberOf(aliases, system) ?? system;
  const table = memberOf(systems, known);
  return (table && memberOf(table, code)) ?? (known === icd11 ? vaccineNameOf(code) : undefined);
}

const memberOf = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
