import type { Fault } from '@mohar/credential/event/fault.ts';
import type { PackedContent } from '../registry/content/certificate-content.ts';
import type { InsertOutcome } from '../registry/insert-certificates.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import { type Candidate, toRow } from './candidates.ts';
import type { IssuingDesk, IssuingRequest } from './desk.ts';
import type { Issuer } from './issuer.ts';
import type { EventKind } from './read-events.ts';

/** What became of one event of a certify call. */
export type CertifyResult =
  | {
      readonly status: 'issued' | 'duplicate';
      readonly beneficiary: string;
      readonly certificateId: string;
      readonly content: PackedContent;
    }
  | { readonly status: 'rejected'; readonly faults: readonly Fault[] }
  /** A live certificate of this event says something else: `certificateId` is the one to correct. */
  | { readonly status: 'conflict'; readonly certificateId: string; readonly faults: readonly Fault[] };

/** Who asks, and how. */
export interface CertifyRequest extends IssuingRequest {
  /** Whether good events are issued beside bad ones. Otherwise all are, or none. */
  readonly partial: boolean;
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
  request: CertifyRequest,
  desk: IssuingDesk,
): Promise<CertifyResult[]> {
  const { partial, now } = request;
  const positions = await reserveStatusPositions(desk.db, values.length);
  const { good, rejected } = await desk.sign({ values, positions, offset: 0, kind, partial, now });
  const outcomes = await keep(good, request, desk);
  const results = new Map<number, CertifyResult>();
  for (const [index, faults] of rejected) results.set(index, { status: 'rejected', faults });
  good.forEach((candidate, n) => {
    const outcome = outcomes[n];
    const result = outcome && toResult(candidate, outcome, desk.issuer);
    if (result) results.set(candidate.index, result);
  });
  return values.map((_, index) => results.get(index)).filter((result) => result !== undefined);
}

async function keep(
  candidates: readonly Candidate[],
  { partial, caller }: CertifyRequest,
  { writer, issuer }: IssuingDesk,
): Promise<readonly InsertOutcome[]> {
  if (candidates.length === 0) return [];
  return writer.keep({
    rows: candidates.map((candidate) => ({ ...toRow(candidate), caller })),
    partial: partial || issuer.pack.duplicates === 'ignore',
  });
}

function toResult(
  { index, identity, certificate, contentForm, content }: Candidate,
  outcome: InsertOutcome,
  { pack }: Issuer,
): CertifyResult | undefined {
  const { beneficiary } = identity;
  if (outcome.outcome === 'withheld') return undefined;
  if (outcome.outcome === 'inserted') {
    const { certificateId } = certificate;
    return { status: 'issued', beneficiary, certificateId, content: { contentForm, content } };
  }
  const { certificateId } = outcome;
  if (outcome.outcome === 'duplicate' || pack.duplicates === 'ignore') {
    return { status: 'duplicate', beneficiary, certificateId, content: outcome.content };
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
