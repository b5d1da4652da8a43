import { type CheckCode, type CheckName, checkOutcomes } from './check-codes.ts';
import { formatNames } from './format-names.ts';
import type { CertificateFormat, Check } from './verdict.ts';
import en from './words/en.json' with { type: 'json' };

/** A check's answer, in English; other languages by {@link explain}. */
export function check(code: CheckCode, values?: Readonly<Record<string, string>>): Check {
  return {
    name: code.slice(0, code.indexOf('.')) as CheckName,
    outcome: checkOutcomes[code],
    code,
    detail: fill(en.checks[code], shownValues(values)),
    ...(values ? { values } : {}),
  };
}

/** The values of a check as people read them: formats by their names. */
export function shownValues(values: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const { format } = values;
  return format !== undefined && isFormat(format) ? { ...values, format: formatNames[format] } : values;
}

const isFormat = (text: string): text is CertificateFormat => Object.hasOwn(formatNames, text);

/** Puts values in the places of a text that name them in braces. */
export const fill = (text: string, values: Readonly<Record<string, string>> = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
