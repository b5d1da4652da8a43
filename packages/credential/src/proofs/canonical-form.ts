import jsonld from 'jsonld';
import { canonize } from 'rdf-canonize';
import legacy from 'rdf-canonize-2015';
import { type ContextMap, loadFrom } from '../credential/contexts/bundled.ts';
import { MalformedCredentialError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/**
 * `RDFC-1.0` (W3C RDF Dataset Canonicalization) for Data Integrity proofs; `URDNA2015` for the 2018 suites: the
 * same algorithm with the older escaping of literals (only `"`, `\`, LF and CR), as DIVOC's libraries write it.
 */
export type Canonicalization = 'RDFC-1.0' | 'URDNA2015';

/** Real certificates need none or one; a document that needs more was made to take for ever. */
const maxDeepIterations = 8;

/** A document's canonical form, and what of the document did not get into it. */
export interface CanonicalForm {
  /** N-Quads, sorted, with canonical blank node labels. */
  readonly nquads: string;
  /** Names of members that no context defines: they are not signed. Empty where all is. */
  readonly undefinedMembers: readonly string[];
}

/**
 * Canonicalises a JSON-LD document.
 *
 * @throws UnknownContextError where it names a context that is not in `contexts`;
 *   MalformedCredentialError where it is not JSON-LD, or made to be slow.
 */
export async function canonicalForm(
  document: JsonObject,
  canonicalization: Canonicalization,
  contexts: ContextMap,
): Promise<CanonicalForm> {
  const undefinedMembers = new Set<string>();
  try {
    const dataset = await jsonld.toRDF(document, {
      documentLoader: loadFrom(contexts),
      safe: false,
      eventHandler: ({ event }) => {
        // Everything that JSON-LD would drop or misread without a word.
        undefinedMembers.add(event.details.property ?? event.code);
      },
    });
    const nquads =
      canonicalization === 'RDFC-1.0'
        ? await canonize(dataset, { algorithm: 'RDFC-1.0', maxWorkFactor: 1 })
        : await legacy.canonize(dataset, { algorithm: 'URDNA2015', maxDeepIterations });
    return { nquads, undefinedMembers: [...undefinedMembers] };
  } catch (error) {
    const unknown = unknownContext(error);
    if (unknown) throw unknown;
    throw new MalformedCredentialError('The credential is not well-formed JSON-LD.', { cause: error });
  }
}

/** jsonld wraps what its document loader throws. */
function unknownContext(error: unknown): Error | undefined {
  for (
    let cause = error;
    cause instanceof Error;
    cause = (cause as JsonLdFault).details?.cause ?? cause.cause
  ) {
    if ('code' in cause && cause.code === 'UNKNOWN_CONTEXT') return cause;
  }
  return undefined;
}

interface JsonLdFault extends Error {
  details?: { cause?: unknown };
}
