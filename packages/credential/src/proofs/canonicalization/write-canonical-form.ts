import { sha256Hex } from '#sha256';
import type { Canonicalization } from './canonicalization.ts';
import { isSafeIri } from './learn-plan.ts';
import type { PlannedSubject, PlannedTerm, ShapePlan } from './shape-plan.ts';

/**
 * Writes the canonical N-Quads of a document by the plan of its shape (RDFC-1.0, section 4.4.3, for the case that
 * every blank node is told apart by its own statements alone).
 *
 * @param values the document's, as {@link shapeOf} found them.
 * @returns undefined where these values do not fit the plan: something that must be an IRI is none, or two blank
 *   nodes are alike.
 */
export function writeCanonicalForm(
  plan: ShapePlan,
  values: readonly (string | number)[],
  canonicalization: Canonicalization,
): string | undefined {
  if (!plan.iris.every((index) => isPlainIri(values[index], plan.terms))) return undefined;
  const writer: Writer = { values, literals: literalsOf(values, canonicalization) };
  const labels = labelBlanks(plan, writer);
  if (!labels) return undefined;
  const label = (node: number) => labels[node] as string;
  const blocks = new Map<string, string>();
  for (const subject of plan.subjects) {
    const name = nameOf(subject.term, writer, label);
    // Two that are the same thing: their statements mix, which the plan's order does not foresee.
    if (blocks.has(name)) return undefined;
    blocks.set(name, statementsOf(subject, name, writer, label));
  }
  return [...blocks.keys()]
    .sort()
    .map((name) => blocks.get(name))
    .join('');
}

/** The document's values, as they are and as N-Quads literals without datatype. */
interface Writer {
  readonly values: readonly (string | number)[];
  readonly literals: readonly string[];
}

function nameOf(term: PlannedTerm, writer: Writer, label: (node: number) => string): string {
  switch (term.kind) {
    case 'constant':
      return term.text;
    case 'iri':
      return `<${writer.values[term.index]}>`;
    case 'literal':
      return `${writer.literals[term.index]}${term.suffix}`;
    case 'blank':
      return label(term.node);
  }
}

/** All statements of a subject, in canonical order. */
function statementsOf(
  { statements }: PlannedSubject,
  name: string,
  writer: Writer,
  label: (node: number) => string,
): string {
  let text = '';
  for (const { predicate, objects } of statements) {
    if (objects.length === 1) {
      text += `${name}${predicate}${nameOf(objects[0] as PlannedTerm, writer, label)} .\n`;
      continue;
    }
    // What stands before them is the same: sorting the objects sorts the statements.
    const names = objects.map((object) => nameOf(object, writer, label)).sort();
    let previous: string | undefined;
    for (const object of names) {
      if (object !== previous) text += `${name}${predicate}${object} .\n`;
      previous = object;
    }
  }
  return text;
}

/** The canonical labels, by the order of first-degree hashes (RDFC-1.0, section 4.6); undefined where two are equal. */
function labelBlanks({ blanks }: ShapePlan, writer: Writer): string[] | undefined {
  const hashes = blanks.map(({ own, fromNamed, fromBlank }, node) => {
    const label = (other: number) => (other === node ? '_:a' : '_:z');
    const about = (statements: typeof fromNamed) =>
      sortedOnce(
        statements.map(({ subject, predicate }) => `${nameOf(subject, writer, label)}${predicate}_:a .\n`),
      );
    // In order: statements of named subjects (`<`), its own (`_:a`), those of other blank nodes (`_:z`).
    return sha256Hex(about(fromNamed) + statementsOf(own, '_:a', writer, label) + about(fromBlank));
  });
  const sorted = hashes.toSorted();
  if (sorted.some((hash, index) => hash === sorted[index + 1])) return undefined;
  return hashes.map((hash) => `_:c14n${sorted.indexOf(hash)}`);
}

/** RDF is a set: equal statements are one. Sorted by code units, as the libraries sort. */
function sortedOnce(lines: string[]): string {
  if (lines.length < 2) return lines[0] ?? '';
  lines.sort();
  return lines.filter((line, index) => line !== lines[index - 1]).join('');
}

/** Whether JSON-LD takes a text for the IRI that it is: neither a term, nor a prefix with a rest, nor a keyword. */
function isPlainIri(value: string | number | undefined, terms: ReadonlySet<string>): boolean {
  if (typeof value !== 'string' || !isSafeIri(value) || terms.has(value)) return false;
  return !terms.has(value.slice(0, value.indexOf(':')));
}

const shortEscapes: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** What canonical N-Quads escape: as RDFC-1.0, section 5 says, or what the libraries of the 2018 suites do and no more. */
const toEscape: Readonly<Record<Canonicalization, RegExp>> = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  'RDFC-1.0': /["\\\u0000-\u001f\u007f]/,
  URDNA2015: /["\\\n\r]/,
};

/** Every value as an N-Quads literal without datatype. */
function literalsOf(
  values: readonly (string | number)[],
  canonicalization: Canonicalization,
): readonly string[] {
  const wanted = toEscape[canonicalization];
  // Nearly always nothing is to be escaped anywhere: looking once is faster than looking into each.
  if (!wanted.test(values.join(''))) return values.map((value) => `"${value}"`);
  const every = new RegExp(wanted, 'g');
  return values.map((value) => `"${String(value).replace(every, escapeOf)}"`);
}

const escapeOf = (character: string): string =>
  shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
