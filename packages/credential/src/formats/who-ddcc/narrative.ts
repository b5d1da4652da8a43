import type { JsonObject } from '../../json.ts';

/**
 * What a person reads of a section (FHIR R4 Narrative: XHTML).
 *
 * @param lines label and value; those without a value are left out.
 */
export function narrative(lines: readonly (readonly [string, string | undefined])[]): JsonObject {
  const rows = lines
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `<p>${label}: ${escaped(value as string)}</p>`);
  return {
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml">${rows.join('')}</div>`,
  };
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
