import type { Fault } from '@mohar/credential/event/fault.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { Kysely } from 'kysely';
import { type InsertOutcome, insertCertificates } from '../registry/insert-certificates.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import type { Tables } from '../registry/tables.ts';
import type { CertifiableEvent } from './certifiable-event.ts';
import { type EventIdentity, identifyEvent } from './event-identity.ts';
import type { Issuer } from './issuer.ts';
import { type EventKind, readEvent } from './read-events.ts';
import { type SignedCertificate, signEvent } from './sign-event.ts';

/** What became of one event of a certify call. */
export type CertifyResult =
  | {
      readonly status: 'issued' | 'duplicate';
      readonly beneficiary: string;
      readonly certificateId: string;
      /** JSON text, as signed. */
      readonly credential: string;
    }
  | { readonly status: 'rejected'; readonly faults: readonly Fault[] }
  /** A live certificate of this event says something else: `certificateId` is the one to correct. */
  | { readonly status: 'conflict'; readonly certificateId: string; readonly faults: readonly Fault[] };

/** What certifying works with. */
export interface CertifySetting {
  readonly db: Kysely<Tables>;
  readonly issuer: Issuer;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Who asks: for the audit trail. */
  readonly caller: string;
  /** Whether good events are issued beside bad ones. Otherwise all are, or none. */
  readonly partial: boolean;
}

interface Candidate {
  readonly index: number;
  readonly event: CertifiableEvent;
  readonly identity: EventIdentity;
  readonly certificate: SignedCertificate;
}

/**
 * Certifies events: validate, build, sign, keep, answer. When this returns `issued`, the certificate is durable.
 *
 * @returns one result for each event, in their order. Unless `partial`, a single rejection or conflict means
 *   that nothing was issued: the other results are then of the same kind or absent.
 */
export async function certify(
  values: readonly unknown[],
  kind: EventKind,
  setting: CertifySetting,
): Promise<CertifyResult[]> {
  const results: (CertifyResult | undefined)[] = [];
  const events = validate(values, kind, setting, results);
  if (!setting.partial && results.some((result) => result?.status === 'rejected')) return present(results);

  const candidates = await sign(events, setting, results);
  if (!setting.partial && results.some((result) => result?.status === 'rejected')) return present(results);

  const outcomes = await keep(candidates, setting);
  candidates.forEach((candidate, position) => {
    const outcome = outcomes[position];
    if (outcome) results[candidate.index] = toResult(candidate, outcome, setting.issuer);
  });
  return present(results);
}

function validate(
  values: readonly unknown[],
  kind: EventKind,
  { issuer, now }: CertifySetting,
  results: (CertifyResult | undefined)[],
) {
  const events: { index: number; event: CertifiableEvent }[] = [];
  values.forEach((value, index) => {
    const parsed = readEvent(value, kind, issuer.pack, now, `/${index}`);
    if (parsed.ok) events.push({ index, event: parsed.value });
    else results[index] = { status: 'rejected', faults: parsed.faults };
  });
  return events;
}

async function sign(
  events: readonly { index: number; event: CertifiableEvent }[],
  { issuer, now }: CertifySetting,
  results: (CertifyResult | undefined)[],
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const { index, event } of events) {
    const signed = await signEvent(event, issuer, now, `/${index}`);
    if (signed.ok) {
      candidates.push({
        index,
        event,
        identity: identifyEvent(event, issuer.pack),
        certificate: signed.value,
      });
    } else {
      results[index] = { status: 'rejected', faults: signed.faults };
    }
    // A long array must not keep others waiting.
    await new Promise(setImmediate);
  }
  return candidates;
}

async function keep(candidates: readonly Candidate[], setting: CertifySetting): Promise<InsertOutcome[]> {
  if (candidates.length === 0) return [];
  const positions = await reserveStatusPositions(setting.db, candidates.length);
  const rows = candidates.map(({ event, identity, certificate }, position) => {
    const status = positions[position];
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
  return insertCertificates(setting.db, setting.caller, rows, {
    partial: setting.partial || setting.issuer.pack.duplicates === 'ignore',
  });
}

function toResult(
  { index, identity, certificate }: Candidate,
  outcome: InsertOutcome,
  { pack }: Issuer,
): CertifyResult | undefined {
  const { beneficiary } = identity;
  if (outcome.outcome === 'withheld') return undefined;
  if (outcome.outcome === 'inserted') {
    const { certificateId, credential } = certificate;
    return { status: 'issued', beneficiary, certificateId, credential };
  }
  const { certificateId } = outcome;
  if (outcome.outcome === 'duplicate' || pack.duplicates === 'ignore') {
    return { status: 'duplicate', beneficiary, certificateId, credential: outcome.credential.toString() };
  }
  const message =
    `is certified already with other content, as certificate ${certificateId}: ` +
    'correct it with PUT /divoc/api/v1/certificate (or /v3/certificate)';
  return {
    status: 'conflict',
    certificateId,
    faults: [{ pointer: `/${index}`, rule: 'certified-already', message }],
  };
}

/** Drops the holes of events that were not tried, because another one's fault stopped the call. */
const present = (results: readonly (CertifyResult | undefined)[]) =>
  results.filter((result): result is CertifyResult => result !== undefined);
