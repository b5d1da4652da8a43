import type { ContextMap } from '../../credential/contexts/bundled.ts';
import type { JsonObject } from '../../json.ts';
import { type DocumentShape, withValues } from './document-shape.ts';
import type { Quad, Term } from './quad.ts';
import { arrange, type PlannedQuad, type PlannedTerm, type ShapePlan } from './shape-plan.ts';
import { documentRdf } from './with-libraries.ts';

/**
 * Learns what becomes of documents of one shape: puts a marker in the place of every value, lets `jsonld` read
 * the document, and sees where each marker comes out.
 *
 * @returns undefined where that does not tell all: a value that is dropped, split, folded into another, or read
 *   as part of a name; a named graph; a member that no context defines.
 * @throws whatever `jsonld` throws.
 */
export async function learnPlan(
  shape: DocumentShape,
  document: JsonObject,
  contexts: ContextMap,
): Promise<ShapePlan | undefined> {
  const markers = createMarkers(shape);
  const { dataset, undefinedMembers } = await documentRdf(
    withValues(document, (index) => markers.values[index] as string | number),
    contexts,
  );
  if (undefinedMembers.length > 0) return undefined;
  const blanks = new Map<string, number>();
  const quads: PlannedQuad[] = [];
  for (const quad of dataset) {
    const planned = planQuad(quad, markers, blanks);
    if (!planned) return undefined;
    quads.push(planned);
  }
  const terms = quads.flatMap(({ subject, object }) => [subject, object]);
  const found = new Set(terms.flatMap((term) => ('index' in term ? [term.index] : [])));
  if (found.size !== shape.values.length) return undefined;
  return { ...arrange(quads), terms: definedTerms(contexts) };
}

interface Markers {
  readonly values: readonly (string | number)[];
  /** The index of the value that a text is the marker of. */
  indexOf(text: string): number | undefined;
  /** Whether a marker is part of a text. */
  isWithin(text: string): boolean;
}

/** Markers that nobody can guess, so that no document can hold one; texts are IRIs, to be good in any place. */
function createMarkers({ values }: DocumentShape): Markers {
  const [first = 0, second = 0] = crypto.getRandomValues(new Uint32Array(2));
  // Fifteen digits: a safe integer, with room for the index in the last three.
  const number = 100_000_000_000_000 + ((first * 2 ** 10 + (second % 2 ** 10)) % 800_000_000_000) * 1_000;
  const text = `urn:marker:${crypto.randomUUID()}:`;
  const markers = values.map((value, index) =>
    typeof value === 'number' ? number + index : `${text}${index}`,
  );
  const indices = new Map(markers.map((marker, index) => [String(marker), index]));
  const numberHead = String(number).slice(0, -3);
  return {
    values: markers,
    indexOf: (found) => indices.get(found),
    isWithin: (found) => found.includes(text) || found.includes(numberHead),
  };
}

function planQuad(
  { subject, predicate, object, graph }: Quad,
  markers: Markers,
  blanks: Map<string, number>,
): PlannedQuad | undefined {
  if (graph.termType !== 'DefaultGraph' || predicate.termType !== 'NamedNode') return undefined;
  if (markers.isWithin(predicate.value) || !isSafeIri(predicate.value)) return undefined;
  const plannedSubject = planTerm(subject, markers, blanks);
  const plannedObject = planTerm(object, markers, blanks);
  return (
    plannedSubject &&
    plannedObject && { subject: plannedSubject, predicate: ` <${predicate.value}> `, object: plannedObject }
  );
}

function planTerm(term: Term, markers: Markers, blanks: Map<string, number>): PlannedTerm | undefined {
  if (term.termType === 'BlankNode') {
    const node = blanks.get(term.value) ?? blanks.size;
    blanks.set(term.value, node);
    return { kind: 'blank', node };
  }
  const index = markers.indexOf(term.value);
  if (index === undefined && markers.isWithin(term.value)) return undefined;
  if (term.termType === 'NamedNode') {
    if (index !== undefined) return { kind: 'iri', index };
    return isSafeIri(term.value) ? { kind: 'constant', text: `<${term.value}>` } : undefined;
  }
  const suffix = suffixOf(term);
  if (term.termType !== 'Literal' || suffix === undefined) return undefined;
  if (index !== undefined) return { kind: 'literal', index, suffix };
  // Of what a shape fixes, booleans alone become literals.
  return /^[a-z]*$/.test(term.value) ? { kind: 'constant', text: `"${term.value}"${suffix}` } : undefined;
}

function suffixOf({ datatype, language }: Term): string | undefined {
  if (language !== undefined || !datatype || !isSafeIri(datatype.value)) return undefined;
  if (datatype.value === 'http://www.w3.org/2001/XMLSchema#string') return '';
  return datatype.value.endsWith('#langString') ? undefined : `^^<${datatype.value}>`;
}

const safeIri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}<>"{}|\\^`]*$/u;

/** An IRI that JSON-LD and N-Quads take as it is: absolute, and without a character that one of them escapes. */
export const isSafeIri = (text: string): boolean => safeIri.test(text);

const knownTerms = new WeakMap<ContextMap, ReadonlySet<string>>();

/** Every name that any of the contexts defines anywhere: more than can count in one place, never less. */
function definedTerms(contexts: ContextMap): ReadonlySet<string> {
  let terms = knownTerms.get(contexts);
  if (!terms) {
    terms = new Set(namesIn([...contexts.values()]));
    knownTerms.set(contexts, terms);
  }
  return terms;
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(namesIn)];
}
