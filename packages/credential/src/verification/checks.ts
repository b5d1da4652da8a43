import { type CheckCode, type CheckName, checkOutcomes } from './check-codes.ts';
import type { Check } from './verdict.ts';
import en from './words/en.json' with { type: 'json' };

/** A check's answer, in English; other languages by {@link explain}. */
export function check(code: CheckCode, values?: Readonly<Record<string, string>>): Check {
  return {
    name: code.slice(0, code.indexOf('.')) as CheckName,
    outcome: checkOutcomes[code],
    code,
    detail: fill(en.checks[code], values),
    ...(values ? { values } : {}),
  };
}

/** Puts values in the places of a text that name them in braces. */
export const fill = (text: string, values: Readonly<Record<string, string>> = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
