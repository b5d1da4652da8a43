import fc from 'fast-check';
import { expect } from 'vitest';
import { bundledContexts } from '../../../src/credential/contexts/bundled.ts';
import type { JsonObject } from '../../../src/json.ts';
import type { canonicalForm } from '../../../src/proofs/canonicalization/canonical-form.ts';
import { planFor } from '../../../src/proofs/canonicalization/shape-plans.ts';
import { canonicalFormWithLibraries } from '../../../src/proofs/canonicalization/with-libraries.ts';
import { writeCanonicalForm } from '../../../src/proofs/canonicalization/write-canonical-form.ts';
import { type CryptosuiteName, cryptosuites } from '../../../src/proofs/cryptosuites.ts';
import { randomDocuments } from './random-documents.ts';

/**
 * Canonicalises random documents (50,000 in both data models together) by plan and through `jsonld` and `rdf-canonize`: not one byte may differ.
 *
 * @returns how many of them a plan covered.
 */
export async function compareWithLibraries(
  suite: CryptosuiteName,
  documents: number,
): Promise<{ planned: number; fallback: number }> {
  const { canonicalization } = cryptosuites[suite];
  const count = { planned: 0, fallback: 0 };
  const outcomeOf = (run: typeof canonicalForm, document: JsonObject) =>
    run(document, canonicalization, bundledContexts).catch((error: Error) => error.name);
  const property = fc.asyncProperty(randomDocuments(suite), async (document) => {
    const expected = await outcomeOf(canonicalFormWithLibraries, document);
    const planned = await planFor(document, bundledContexts);
    const written = planned && writeCanonicalForm(planned.plan, planned.values, canonicalization);
    if (written === undefined) {
      count.fallback += 1;
      return;
    }
    count.planned += 1;
    expect({ nquads: written, undefinedMembers: [] }).toEqual(expected);
  });
  await fc.assert(property, { numRuns: documents });
  return count;
}
