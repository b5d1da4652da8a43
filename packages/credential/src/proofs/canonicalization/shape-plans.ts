import type { ContextMap } from '../../credential/contexts/bundled.ts';
import type { JsonObject } from '../../json.ts';
import type { DocumentShape } from './document-shape.ts';
import { learnPlan } from './learn-plan.ts';
import type { ShapePlan } from './shape-plan.ts';
import { canonicalDataset, documentRdf } from './with-libraries.ts';
import { writeCanonicalForm } from './write-canonical-form.ts';

/** Shapes that are remembered. One issuer's certificates have a handful; optional members multiply them. */
const maxShapes = 500;

/** What is remembered for one set of contexts: the same document means something else in others. */
interface Memory {
  /** Keys of shapes that came once, oldest first. */
  readonly seen: Map<string, true>;
  /** Plans by shape, least recently used first; `undefined` for a shape that has none. */
  readonly plans: Map<string, ShapePlan | undefined>;
  /** The plan that was used last: most documents are like the one before. */
  latest?: { readonly key: string; readonly plan: ShapePlan };
}

const memories = new WeakMap<ContextMap, Memory>();

/**
 * The plan of a shape. It is learnt when the shape comes a second time: documents of strangers that come once
 * cost no more than they must, and do not drive out the plans of real certificates.
 *
 * @returns undefined where there is none (yet): the libraries must do it.
 */
export async function planFor(
  shape: DocumentShape,
  document: JsonObject,
  contexts: ContextMap,
): Promise<ShapePlan | undefined> {
  const memory = memoryOf(contexts);
  if (memory.latest?.key === shape.key) return memory.latest.plan;
  const { seen, plans } = memory;
  if (plans.has(shape.key)) {
    const plan = plans.get(shape.key);
    remember(plans, shape.key, plan);
    if (plan) memory.latest = { key: shape.key, plan };
    return plan;
  }
  if (!seen.delete(shape.key)) {
    remember(seen, shape.key, true);
    return undefined;
  }
  // Until it is learnt, others of the shape go through the libraries.
  remember(plans, shape.key, undefined);
  const plan = await provenPlan(shape, document, contexts).catch(() => undefined);
  remember(plans, shape.key, plan);
  return plan;
}

function memoryOf(contexts: ContextMap): Memory {
  let memory = memories.get(contexts);
  if (!memory) {
    memory = { seen: new Map(), plans: new Map() };
    memories.set(contexts, memory);
  }
  return memory;
}

/** Puts an entry last, and forgets the first where there are too many. */
function remember<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.delete(key);
  entries.set(key, value);
  if (entries.size > maxShapes) entries.delete(entries.keys().next().value as string);
}

/** A learnt plan is used only if, for the document at hand, it writes what the libraries write. */
async function provenPlan(
  shape: DocumentShape,
  document: JsonObject,
  contexts: ContextMap,
): Promise<ShapePlan | undefined> {
  const plan = await learnPlan(shape, document, contexts);
  if (!plan) return undefined;
  const { dataset } = await documentRdf(document, contexts);
  for (const canonicalization of ['RDFC-1.0', 'URDNA2015'] as const) {
    const written = writeCanonicalForm(plan, shape.values, canonicalization);
    if (written === undefined) continue;
    if (written !== (await canonicalDataset(dataset, canonicalization))) return undefined;
  }
  return plan;
}
