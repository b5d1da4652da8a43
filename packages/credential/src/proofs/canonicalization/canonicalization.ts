/**
 * `RDFC-1.0` (W3C RDF Dataset Canonicalization) for Data Integrity proofs; `URDNA2015` for the 2018 suites: the
 * same algorithm with the older escaping of literals (only `"`, `\`, LF and CR), as DIVOC's libraries write it.
 */
export type Canonicalization = 'RDFC-1.0' | 'URDNA2015';

/** A document's canonical form, and what of the document did not get into it. */
export interface CanonicalForm {
  /** N-Quads, sorted, with canonical blank node labels. */
  readonly nquads: string;
  /** Names of members that no context defines: they are not signed. Empty where all is. */
  readonly undefinedMembers: readonly string[];
}
