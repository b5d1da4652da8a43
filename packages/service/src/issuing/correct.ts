import type { Fault } from '@mohar/credential/event/fault.ts';
import { type CorrectionOutcome, correctCertificates } from '../registry/correct-certificates.ts';
import { reserveStatusPositions } from '../registry/status-position.ts';
import { type Candidate, toRow } from './candidates.ts';
import type { IssuingDesk, IssuingRequest } from './desk.ts';
import type { EventKind } from './read-events.ts';

/** What became of one event of a correction call. */
export type CorrectionResult =
  | {
      /** `unchanged`: the live certificate says the same already. */
      readonly status: 'corrected' | 'unchanged';
      readonly beneficiary: string;
      readonly certificateId: string;
    }
  | { readonly status: 'rejected' | 'unknown' | 'exhausted'; readonly faults: readonly Fault[] };

/**
 * Corrects certificates: each event names the live certificate of the same beneficiary, type, disease and dose,
 * and takes its place under a new id; the old one becomes superseded in the same transaction. All of them, or
 * none.
 *
 * @returns one result for each event that was judged, in their order.
 */
export async function correct(
  values: readonly unknown[],
  kind: EventKind,
  { caller, now }: IssuingRequest,
  { db, issuer, sign }: IssuingDesk,
): Promise<CorrectionResult[]> {
  const positions = await reserveStatusPositions(db, values.length);
  const { good, rejected } = await sign({ values, positions, offset: 0, kind, partial: false, now });
  if (rejected.size > 0) return [...rejected.values()].map((faults) => ({ status: 'rejected', faults }));
  const limit = issuer.pack.correctionLimit;
  const outcomes = await correctCertificates(db, caller, good.map(toRow), limit);
  return good.flatMap((candidate, n) => {
    const outcome = outcomes[n];
    return outcome ? toResult(candidate, outcome, limit) : [];
  });
}

function toResult(
  { index, identity, certificate }: Candidate,
  found: CorrectionOutcome,
  limit: number,
): CorrectionResult[] {
  const { beneficiary } = identity;
  const pointer = `/${index}`;
  switch (found.outcome) {
    case 'corrected':
      return [{ status: 'corrected', beneficiary, certificateId: certificate.certificateId }];
    case 'unchanged':
      return [{ status: 'unchanged', beneficiary, certificateId: found.certificateId }];
    case 'unknown': {
      const message =
        'has no certificate in force to correct: the beneficiary, dose and disease must be the same';
      return [{ status: 'unknown', faults: [{ pointer, rule: 'certified', message }] }];
    }
    case 'exhausted': {
      const message = `may be corrected ${limit} time(s), and was; certificate ${found.certificateId} stays in force`;
      return [{ status: 'exhausted', faults: [{ pointer, rule: 'correction-limit', message }] }];
    }
    case 'withheld':
      return [];
  }
}
