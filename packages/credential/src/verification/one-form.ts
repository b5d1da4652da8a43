import { bundledContexts } from '../credential/contexts/bundled.ts';
import {
  divocTestCertificateV1,
  divocVaccinationV1,
  divocVaccinationV2,
} from '../credential/contexts/divoc.ts';
import { moharHealthContextUrl } from '../credential/contexts/mohar-health.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Verification } from './verdict.ts';

/**
 * Whether a certificate of a format that is known here is written as that format writes it. A signature over RDF
 * holds for many ways of writing: a list of one for the thing itself, a node's members spread over two entries,
 * a type spelt out as IRI. Readers would show them differently, and what looks for a value in its place
 * (the binding digest) would not find it.
 *
 * Types are terms, and there are no lists but of types; in DIVOC's format one piece of evidence stands in a list, and
 * the issuer is a text.
 *
 * @param credential only what is signed.
 * @returns true for a credential of any other vocabulary: nothing is known of how it is written.
 */
export function isWrittenAsItsFormat(
  credential: JsonObject,
  format: NonNullable<Verification['format']>,
): boolean {
  const contexts = Array.isArray(credential['@context']) ? credential['@context'] : [];
  const { '@context': _, proof: __, ...members } = credential;
  if (format === 'divoc') {
    const { evidence, ...others } = members;
    if (!Array.isArray(evidence) || evidence.length !== 1 || typeof credential.issuer !== 'string') {
      return false;
    }
    return isWithoutLists(evidence[0] as JsonValue) && isWithoutLists(others);
  }
  // DIVOC's vocabulary under another type than DIVOC's: somebody hopes that less is looked at.
  if (contexts.some((url) => divocContexts.has(String(url)))) return false;
  return !contexts.includes(moharHealthContextUrl) || isWithoutLists(members);
}

const divocDocuments: readonly unknown[] = [divocVaccinationV1, divocVaccinationV2, divocTestCertificateV1];
const divocContexts: ReadonlySet<string> = new Set(
  [...bundledContexts].flatMap(([url, document]) => (divocDocuments.includes(document) ? [url] : [])),
);

/** Whether there is no list but of types, and no type but a term. */
function isWithoutLists(value: JsonValue): boolean {
  if (Array.isArray(value)) return false;
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([name, member]) =>
    name === 'type' ? areTerms(member) : isWithoutLists(member),
  );
}

const areTerms = (types: JsonValue): boolean =>
  (Array.isArray(types) ? types : [types]).every((type) => typeof type === 'string' && !type.includes(':'));
