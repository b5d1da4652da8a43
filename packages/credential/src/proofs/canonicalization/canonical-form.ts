import type { ContextMap } from '../../credential/contexts/bundled.ts';
import type { JsonObject } from '../../json.ts';
import type { CanonicalForm, Canonicalization } from './canonicalization.ts';
import { planFor } from './shape-plans.ts';
import { canonicalFormWithLibraries } from './with-libraries.ts';
import { writeCanonicalForm } from './write-canonical-form.ts';

/**
 * Canonicalises a JSON-LD document: by the plan of its shape where there is one (microseconds), else through the
 * libraries that the plan was learnt from (milliseconds). The bytes are the same.
 *
 * @throws UnknownContextError where it names a context that is not in `contexts`;
 *   MalformedCredentialError where it is not JSON-LD, or made to be slow.
 */
export async function canonicalForm(
  document: JsonObject,
  canonicalization: Canonicalization,
  contexts: ContextMap,
): Promise<CanonicalForm> {
  const planned = await planFor(document, contexts);
  const nquads = planned && writeCanonicalForm(planned.plan, planned.values, canonicalization);
  return nquads === undefined
    ? canonicalFormWithLibraries(document, canonicalization, contexts)
    : { nquads, undefinedMembers: [] };
}
