import type { Fault } from '@mohar/credential/event/fault.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import { type PackedContent, packContent } from '../registry/content/certificate-content.ts';
import type { EventOrigin, NewCertificate } from '../registry/insert-rows.ts';
import type { StatusPosition } from '../registry/status-position.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { type EventIdentity, identifyEvent } from './event-identity.ts';
import { originOf } from './event-origin.ts';
import type { Issuer } from './issuer.ts';
import { type EventKind, readEvent } from './read-events.ts';
import { type SignedCertificate, signEvent } from './sign-event.ts';

/** The signed certificate of a good event. */
export interface Candidate extends PackedContent {
  /** Its place in the request. */
  readonly index: number;
  readonly identity: EventIdentity;
  readonly origin: EventOrigin;
  readonly position: StatusPosition;
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
  /** A place in a status list for each event: credentials of VC 2.0 name it. */
  readonly positions: readonly StatusPosition[];
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
  { values, positions, offset, kind, partial, now }: EventBatch,
  issuer: Issuer,
): Promise<Candidates> {
  const rejected = new Map<number, readonly Fault[]>();
  const events: { index: number; event: CertifiableEvent; position: StatusPosition }[] = [];
  values.forEach((value, n) => {
    const index = offset + n;
    const parsed = readEvent(value, kind, issuer.pack, now, `/${index}`);
    const position = positions[n];
    if (!position) throw new Error('There are fewer status positions than events.');
    if (parsed.ok) events.push({ index, event: parsed.value, position });
    else rejected.set(index, parsed.faults);
  });
  if (rejected.size > 0 && !partial) return { good: [], rejected };

  const good: Candidate[] = [];
  for (const { index, event, position } of events) {
    const signed = await signEvent(event, position, issuer, now, `/${index}`);
    if (!signed.ok) {
      rejected.set(index, signed.faults);
      continue;
    }
    const { credential, ...certificate } = signed.value;
    good.push({
      index,
      identity: identifyEvent(event, issuer.pack),
      origin: originOf(event),
      position,
      certificate,
      ...packContent(event as unknown as JsonObject, credential),
    });
  }
  return { good: rejected.size > 0 && !partial ? [] : good, rejected };
}

/** The registry's row of a candidate. */
export const toRow = ({
  identity,
  origin,
  position,
  certificate,
  contentForm,
  content,
}: Candidate): NewCertificate => ({
  ...identity,
  origin,
  shard: certificate.shard,
  certificateId: certificate.certificateId,
  issuedAt: certificate.issuedAt,
  statusList: position.list,
  statusIndex: position.index,
  contentForm,
  content,
});
