import type { TemplateFault } from '../print-error.ts';
import { withoutQuotations } from '../what-failed.ts';

/** One of the faults that the compiler throws as a text of its own where a page breaks its PDF standard. */
const diagnostic =
  /SourceDiagnostic \{ severity: Error, span: \w+(?:\(\w+\))?, message: "((?:[^"\\]|\\.)*)"/g;
const undrawable = /^[^:]+ error: the text `"?(.*?)"?` could not be displayed with/s;

/**
 * What is wrong with a page that the PDF standard forbids, such as a picture without words; each once.
 *
 * @param thrown what the compiler's `pdf` threw.
 * @param sample whether what the page says may be quoted.
 */
export function standardFaults(thrown: string, sample: boolean): TemplateFault[] {
  const found = [...thrown.matchAll(diagnostic)].map(([, text = '']) => text.replaceAll(/\\(["'\\])/g, '$1'));
  if (found.length === 0) return [{ message: sample ? thrown : withoutQuotations(thrown) }];
  const characters = found.flatMap((message) => undrawable.exec(message)?.[1] ?? []);
  const others = found.filter((message) => !undrawable.test(message));
  // Behind the name of the standard stands the rule, which is the compiler's own text.
  const rules = others.map((message) => {
    const [, standard = '', rule = message] = /^([^:]+ error): (.*)$/s.exec(message) ?? [];
    const said = sample ? rule : withoutQuotations(rule);
    return standard === '' ? said : `${standard}: ${said}`;
  });
  const missing = sample
    ? `: ${[...new Set(characters)].join(' ')}`
    : '; was a font taken out of its fonts/?';
  return [
    ...new Set([
      ...(characters.length > 0 ? [`no font of the design draws what is to be said${missing}`] : []),
      ...rules,
    ]),
  ].map((message) => ({ message }));
}
