import { bundledContexts, type ContextDocument } from '../credential/contexts/bundled.ts';
import {
  divocTestCertificateV1,
  divocVaccinationV1,
  divocVaccinationV2,
} from '../credential/contexts/divoc.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/**
 * Which members of a DIVOC credential without binding digest its signature cannot tell apart. In RDF the values of
 * the members that share an IRI are one set: they can be exchanged, moved from one to another, and stand in more
 * than one of them or in fewer, under the same signature.
 *
 * @param credential in DIVOC's form.
 * @returns groups of member names of the holder and of the event, for each IRI that is used there; with names
 *   that the credential does not have, since a value could have been taken from them.
 */
export function openMembers(credential: JsonObject): string[][] {
  const { '@context': contexts, credentialSubject, evidence } = credential;
  const event = Array.isArray(evidence) ? (evidence[0] as JsonValue) : (evidence ?? null);
  const documents = documentsOf(contexts);
  return [credentialSubject ?? null, event].flatMap((node) => {
    if (!isJsonObject(node)) return [];
    const types = Array.isArray(node.type) ? node.type : [node.type];
    const terms = documents.flatMap((document) => types.flatMap((type) => termsOf(document, String(type))));
    const groups = Map.groupBy(terms, ([, iri]) => iri).values();
    return [...groups]
      .map((group) => [...new Set(group.map(([name]) => name))])
      .filter((names) => names.length > 1 && names.some((name) => name in node));
  });
}

const divocDocuments: readonly ContextDocument[] = [
  divocVaccinationV1,
  divocVaccinationV2,
  divocTestCertificateV1,
];

/** DIVOC's documents that a credential names; all, where it names another host's. */
function documentsOf(contexts: JsonValue | undefined): readonly ContextDocument[] {
  const named = (Array.isArray(contexts) ? contexts : []).flatMap(
    (url) => bundledContexts.get(String(url)) ?? [],
  );
  const known = named.filter((document) => divocDocuments.includes(document));
  return known.length > 0 ? known : divocDocuments;
}

/** The terms that a context defines for nodes of a type, with what they stand for. */
function termsOf(document: ContextDocument, type: string): [name: string, iri: string][] {
  const definition = memberOf(document['@context'], type);
  const scope = memberOf(definition, '@context');
  return Object.entries(isJsonObject(scope) ? scope : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}

const memberOf = (value: unknown, name: string): unknown =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
