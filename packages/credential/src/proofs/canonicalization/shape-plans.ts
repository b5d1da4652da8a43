import type { ContextMap } from '../../credential/contexts/bundled.ts';
import type { JsonObject } from '../../json.ts';
import { type DocumentShape, shapeOf } from './document-shape.ts';
import { learnPlan } from './learn-plan.ts';
import type { ShapePlan } from './shape-plan.ts';
import { type Skeleton, skeletonOf, valuesBySkeleton } from './skeleton.ts';
import { canonicalDataset, documentRdf } from './with-libraries.ts';
import { writeCanonicalForm } from './write-canonical-form.ts';

/** Shapes that are remembered. One issuer's certificates have a handful; optional members multiply them. */
const maxShapes = 500;

/** A shape and its plan. */
interface Known {
  readonly skeleton: Skeleton;
  readonly plan: ShapePlan;
}

/** What is remembered for one set of contexts: the same document means something else in others. */
interface Memory {
  /** Keys of shapes that came once, oldest first. */
  readonly seen: Map<string, true>;
  /** By shape, least recently used first; `undefined` for a shape that has no plan. */
  readonly plans: Map<string, Known | undefined>;
  /** The plan that was used last: most documents are like the one before. */
  latest?: Known;
}

const memories = new WeakMap<ContextMap, Memory>();

/** A plan, and the values of a document of its shape. */
export interface PlannedDocument {
  readonly plan: ShapePlan;
  readonly values: readonly (string | number)[];
}

/**
 * The plan for a document's shape. It is learnt when the shape comes a second time: documents of strangers that come
 * once cost no more than they must, and do not drive out the plans of real certificates.
 *
 * @returns undefined where there is none (yet): the libraries must do it.
 */
export async function planFor(
  document: JsonObject,
  contexts: ContextMap,
): Promise<PlannedDocument | undefined> {
  const memory = memoryOf(contexts);
  const { latest } = memory;
  const values = latest && valuesBySkeleton(document, latest.skeleton);
  if (latest && values) return { plan: latest.plan, values };
  const shape = shapeOf(document);
  const known = shape && (await knownShape(shape, document, contexts, memory));
  if (!known) return undefined;
  memory.latest = known;
  return { plan: known.plan, values: shape.values };
}

async function knownShape(
  shape: DocumentShape,
  document: JsonObject,
  contexts: ContextMap,
  { seen, plans }: Memory,
): Promise<Known | undefined> {
  if (plans.has(shape.key)) {
    const known = plans.get(shape.key);
    remember(plans, shape.key, known);
    return known;
  }
  if (!seen.delete(shape.key)) {
    remember(seen, shape.key, true);
    return undefined;
  }
  // Until it is learnt, others of the shape go through the libraries.
  remember(plans, shape.key, undefined);
  const plan = await provenPlan(shape, document, contexts).catch(() => undefined);
  if (plan === 'unproven') {
    plans.delete(shape.key);
    remember(seen, shape.key, true);
    return undefined;
  }
  const known = plan && { skeleton: skeletonOf(document), plan };
  remember(plans, shape.key, known);
  return known;
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

/**
 * A learnt plan is used only if, for the document at hand, it writes what the libraries write; `unproven` where this
 * document's values do not fit it, so that another one must tell.
 */
async function provenPlan(
  shape: DocumentShape,
  document: JsonObject,
  contexts: ContextMap,
): Promise<ShapePlan | 'unproven' | undefined> {
  const plan = await learnPlan(shape, document, contexts);
  if (!plan) return undefined;
  const { dataset } = await documentRdf(document, contexts);
  for (const canonicalization of ['RDFC-1.0', 'URDNA2015'] as const) {
    const written = writeCanonicalForm(plan, shape.values, canonicalization);
    if (written === undefined) return 'unproven';
    if (written !== (await canonicalDataset(dataset, canonicalization))) return undefined;
  }
  return plan;
}
