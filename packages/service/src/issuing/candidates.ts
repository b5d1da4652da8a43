import type { Fault } from '@mohar/credential/event/fault.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { Kysely } from 'kysely';
import { type PackedContent, packContent } from '../registry/content/certificate-content.ts';
import type { NewCertificate } from '../registry/insert-rows.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import type { Tables } from '../registry/tables.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { type EventIdentity, identifyEvent } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
import { type EventKind, readEvent } from './read-events.ts';
import { type SignedCertificate, signEvent } from './sign-event.ts';

/** The signed certificate of a good event. */
export interface Candidate extends PackedContent {
  /** Its place in the request. */
  readonly index: number;
  readonly identity: EventIdentity;
  readonly certificate: Omit<SignedCertificate, 'credential'>;
}

/** The good events of a request, signed; and the faults of the others, by their place. */
export interface Candidates {
  readonly good: readonly Candidate[];
  readonly rejected: ReadonlyMap<number, readonly Fault[]>;
}

/** Events of one request, or a part of it. */
export interface EventBatch {
  readonly values: readonly unknown[];
  /** The place of the first in the request. */
  readonly offset: number;
  readonly kind: EventKind;
  /** Sign the good ones although others are rejected; otherwise nothing is signed then. */
  readonly partial: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Validates events and signs the good ones. Touches nothing but the processor: fit for any thread. */
export async function readAndSign(
  { values, offset, kind, partial, now }: EventBatch,
  issuer: Issuer,
): Promise<Candidates> {
  const rejected = new Map<number, readonly Fault[]>();
  const events: { index: number; event: CertifiableEvent }[] = [];
  values.forEach((value, n) => {
    const index = offset + n;
    const parsed = readEvent(value, kind, issuer.pack, now, `/${index}`);
    if (parsed.ok) events.push({ index, event: parsed.value });
    else rejected.set(index, parsed.faults);
  });
  if (rejected.size > 0 && !partial) return { good: [], rejected };

  const good: Candidate[] = [];
  for (const { index, event } of events) {
    const signed = await signEvent(event, issuer, now, `/${index}`);
    if (!signed.ok) {
      rejected.set(index, signed.faults);
      continue;
    }
    const { credential, ...certificate } = signed.value;
    good.push({
      index,
      identity: identifyEvent(event, issuer.pack),
      certificate,
      ...packContent(event as unknown as JsonObject, credential),
    });
  }
  return { good: rejected.size > 0 && !partial ? [] : good, rejected };
}

/** The registry's rows of candidates, each with its place in a status list. */
export async function toRows(
  candidates: readonly Candidate[],
  db: Kysely<Tables>,
): Promise<NewCertificate[]> {
  const positions = await reserveStatusPositions(db, candidates.length);
  return candidates.map(({ identity, certificate, contentForm, content }, n) => {
    const status = positions[n];
    if (!status) throw new Error('The registry gave fewer status positions than asked for.');
    return {
      ...identity,
      shard: certificate.shard,
      certificateId: certificate.certificateId,
      issuedAt: certificate.issuedAt,
      statusList: status.list,
      statusIndex: status.index,
      contentForm,
      content,
    };
  });
}
