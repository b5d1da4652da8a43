import type { EntityType } from '../country/entity-type.ts';
import type { Candidate, Candidates, EventBatch } from '../issuing/candidates.ts';

/** A part of a request's events. */
export type BatchPart = EventBatch;

/** Parts of requests, as they pass to a thread: JSON, which is faster than cloning objects. */
export interface SigningTask {
  readonly json: string;
}

/** A {@link BatchPart} after that: an entity type has become its name. */
export interface ReceivedPart extends Omit<EventBatch, 'kind'> {
  readonly kind: 'domestic' | 'international' | 'test' | Pick<EntityType, 'entityType'>;
}

/** Cuts a request into parts of at most `size` events. */
export function partsOf(batch: EventBatch, size: number): BatchPart[] {
  const parts: BatchPart[] = [];
  for (let from = 0; from < batch.values.length; from += size) {
    parts.push({
      ...batch,
      values: batch.values.slice(from, from + size),
      positions: batch.positions.slice(from, from + size),
      offset: batch.offset + from,
    });
  }
  return parts;
}

/** What was found of the parts, as if the request had never been cut. */
export function merged(parts: readonly Candidates[], partial: boolean): Candidates {
  const rejected = new Map(parts.flatMap((part) => [...part.rejected]));
  if (rejected.size > 0 && !partial) return { good: [], rejected };
  return { good: parts.flatMap(({ good }) => good.map(withBuffers)), rejected };
}

/** Between threads, a Buffer becomes a plain Uint8Array. */
const withBuffers = (candidate: Candidate): Candidate => ({
  ...candidate,
  content: asBuffer(candidate.content),
  identity: {
    ...candidate.identity,
    eventKey: asBuffer(candidate.identity.eventKey),
    contentDigest: asBuffer(candidate.identity.contentDigest),
  },
});

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
