/** Subject or object of a planned statement. */
export type PlannedTerm =
  /** N-Quads text, angle brackets and all. */
  | { readonly kind: 'constant'; readonly text: string }
  /** The value at the index is an IRI. */
  | { readonly kind: 'iri'; readonly index: number }
  /** The value at the index is a literal; `suffix` is what follows the closing quote: a datatype, or nothing. */
  | { readonly kind: 'literal'; readonly index: number; readonly suffix: string }
  /** The blank node of that number, in the plan's own numbering. */
  | { readonly kind: 'blank'; readonly node: number };

/** One statement that every document of the shape makes. */
export interface PlannedQuad {
  readonly subject: PlannedTerm;
  /** N-Quads text, with a space before and after. */
  readonly predicate: string;
  readonly object: PlannedTerm;
}

/** The statements of one subject, in the order of their predicates. */
export interface PlannedSubject {
  readonly term: PlannedTerm;
  readonly statements: readonly { readonly predicate: string; readonly objects: readonly PlannedTerm[] }[];
}

/** How documents of one shape become canonical N-Quads without JSON-LD. */
export interface ShapePlan {
  readonly subjects: readonly PlannedSubject[];
  /** For each blank node, by its number: its own statements, and those of named and of other blank nodes about it. */
  readonly blanks: readonly {
    readonly own: PlannedSubject;
    readonly fromNamed: readonly Pick<PlannedQuad, 'subject' | 'predicate'>[];
    readonly fromBlank: readonly Pick<PlannedQuad, 'subject' | 'predicate'>[];
  }[];
  /** Indices of values that must be IRIs for the plan to hold. */
  readonly iris: readonly number[];
  /** Texts that the contexts define as terms: no IRI may be one, or begin with one and a colon. */
  readonly terms: ReadonlySet<string>;
}

/** Sorts the statements of a shape by subject and predicate: all of the canonical order that values do not decide. */
export function arrange(quads: readonly PlannedQuad[]): Pick<ShapePlan, 'subjects' | 'blanks' | 'iris'> {
  const bySubject = Map.groupBy(quads, ({ subject }) => JSON.stringify(subject));
  const subjects = Array.from(bySubject.values(), (own): PlannedSubject => {
    const byPredicate = Map.groupBy(own, ({ predicate }) => predicate);
    return {
      term: (own[0] as PlannedQuad).subject,
      statements: [...byPredicate.keys()].sort().map((predicate) => ({
        predicate,
        objects: (byPredicate.get(predicate) as PlannedQuad[]).map(({ object }) => object),
      })),
    };
  });
  const terms = quads.flatMap(({ subject, object }) => [subject, object]);
  const nodes = new Set(terms.flatMap((term) => (term.kind === 'blank' ? [term.node] : [])));
  return {
    subjects,
    blanks: Array.from({ length: nodes.size }, (_, node) => {
      const incoming = quads.filter(
        ({ subject, object }) => isBlank(object, node) && !isBlank(subject, node),
      );
      return {
        own: subjects.find(({ term }) => isBlank(term, node)) ?? {
          term: { kind: 'blank', node },
          statements: [],
        },
        fromNamed: incoming.filter(({ subject }) => subject.kind !== 'blank'),
        fromBlank: incoming.filter(({ subject }) => subject.kind === 'blank'),
      };
    }),
    iris: [...new Set(terms.flatMap((term) => (term.kind === 'iri' ? [term.index] : [])))],
  };
}

const isBlank = (term: PlannedTerm, node: number) => term.kind === 'blank' && term.node === node;
