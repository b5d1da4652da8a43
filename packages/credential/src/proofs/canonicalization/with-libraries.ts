import jsonld from 'jsonld';
import { canonize } from 'rdf-canonize';
import legacy from 'rdf-canonize-2015';
import { type ContextMap, loadFrom } from '../../credential/contexts/bundled.ts';
import { MalformedCredentialError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { CanonicalForm, Canonicalization } from './canonicalization.ts';
import type { Quad } from './quad.ts';

/** Real certificates need none or one; a document that needs more was made to take for ever. */
const maxDeepIterations = 32;

/** A document as RDF, and the names of members that did not get into it. */
export interface DocumentRdf {
  readonly dataset: readonly Quad[];
  readonly undefinedMembers: readonly string[];
}

/**
 * Reads a JSON-LD document as RDF (JSON-LD 1.1 API, section 8).
 *
 * @throws UnknownContextError where it names a context that is not in `contexts`; whatever `jsonld` throws.
 */
export async function documentRdf(document: JsonObject, contexts: ContextMap): Promise<DocumentRdf> {
  const undefinedMembers = new Set<string>();
  const dataset = await jsonld.toRDF(document, {
    documentLoader: loadFrom(contexts),
    safe: false,
    eventHandler: ({ event }) => {
      // Everything that JSON-LD would drop or misread without a word.
      undefinedMembers.add(event.details.property ?? event.code);
    },
  });
  return { dataset, undefinedMembers: [...undefinedMembers] };
}

/** The canonical N-Quads of a dataset, by the libraries. Throws where labelling its blank nodes takes too long. */
export const canonicalDataset = (
  dataset: readonly Quad[],
  canonicalization: Canonicalization,
): Promise<string> =>
  canonicalization === 'RDFC-1.0'
    ? canonize(dataset, { algorithm: 'RDFC-1.0', maxDeepIterations })
    : legacy.canonize(dataset, { algorithm: 'URDNA2015', maxDeepIterations });

/**
 * Canonicalises any JSON-LD document, through `jsonld` and `rdf-canonize`.
 *
 * @throws UnknownContextError; MalformedCredentialError where it is not JSON-LD, or made to be slow.
 */
export async function canonicalFormWithLibraries(
  document: JsonObject,
  canonicalization: Canonicalization,
  contexts: ContextMap,
): Promise<CanonicalForm> {
  try {
    const { dataset, undefinedMembers } = await documentRdf(document, contexts);
    return { nquads: await canonicalDataset(dataset, canonicalization), undefinedMembers };
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
