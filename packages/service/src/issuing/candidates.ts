import type { Fault } from '@mohar/credential/event/fault.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { Kysely } from 'kysely';
import type { NewCertificate } from '../registry/insert-rows.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import type { Tables } from '../registry/tables.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { type EventIdentity, identifyEvent } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
import { type EventKind, readEvent } from './read-events.ts';
import { type SignedCertificate, signEvent } from './sign-event.ts';

/** What certifying and correcting work with. */
export interface IssuingSetting {
  readonly db: Kysely<Tables>;
  readonly issuer: Issuer;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Who asks: for the audit trail. */
  readonly caller: string;
}

/** An event that may be certified, with its signed certificate. */
export interface Candidate {
  /** Its place in the request. */
  readonly index: number;
  readonly event: CertifiableEvent;
  readonly identity: EventIdentity;
  readonly certificate: SignedCertificate;
}

/** The good events of a request, signed; and the faults of the others, by their place. */
export interface Candidates {
  readonly good: readonly Candidate[];
  readonly rejected: ReadonlyMap<number, readonly Fault[]>;
}

/**
 * Validates events and signs the good ones.
 *
 * @param partial sign the good ones although others are rejected; otherwise nothing is signed then.
 */
export async function readAndSign(
  values: readonly unknown[],
  kind: EventKind,
  { issuer, now }: IssuingSetting,
  partial: boolean,
): Promise<Candidates> {
  const rejected = new Map<number, readonly Fault[]>();
  const events: { index: number; event: CertifiableEvent }[] = [];
  values.forEach((value, index) => {
    const parsed = readEvent(value, kind, issuer.pack, now, `/${index}`);
    if (parsed.ok) events.push({ index, event: parsed.value });
    else rejected.set(index, parsed.faults);
  });
  if (rejected.size > 0 && !partial) return { good: [], rejected };

  const good: Candidate[] = [];
  for (const { index, event } of events) {
    const signed = await signEvent(event, issuer, now, `/${index}`);
    if (signed.ok) {
      good.push({ index, event, identity: identifyEvent(event, issuer.pack), certificate: signed.value });
    } else {
      rejected.set(index, signed.faults);
    }
    // A long array must not keep others waiting.
    await new Promise(setImmediate);
  }
  return { good: rejected.size > 0 && !partial ? [] : good, rejected };
}

/** The registry's rows of candidates, each with its place in a status list. */
export async function toRows(
  candidates: readonly Candidate[],
  db: Kysely<Tables>,
): Promise<NewCertificate[]> {
  const positions = await reserveStatusPositions(db, candidates.length);
  return candidates.map(({ event, identity, certificate }, n) => {
    const status = positions[n];
    if (!status) throw new Error('The registry gave fewer status positions than asked for.');
    return {
      ...identity,
      shard: certificate.shard,
      certificateId: certificate.certificateId,
      issuedAt: certificate.issuedAt,
      statusList: status.list,
      statusIndex: status.index,
      event: event as unknown as JsonObject,
      credential: Buffer.from(certificate.credential),
    };
  });
}
