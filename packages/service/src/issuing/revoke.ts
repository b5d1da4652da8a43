import { parseCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { findCertificate } from '../registry/find-certificate.ts';
import type { RevocationOrder } from '../registry/revocation/revocation-query.ts';
import { revokeCertificate } from '../registry/revocation/revoke-certificate.ts';
import { revokeDoses } from '../registry/revocation/revoke-doses.ts';
import type { WithdrawnCertificate } from '../registry/revocation/withdraw.ts';
import type { IssuingDesk } from './desk.ts';

/** What became of a revocation. Where it is not `revoked`, nothing was changed. */
export type RevokeResult =
  | { readonly status: 'revoked'; readonly certificates: readonly WithdrawnCertificate[] }
  | { readonly status: 'unknown' }
  /** It is not in force any more: revoked, or superseded by the certificate named. */
  | { readonly status: 'withdrawn'; readonly supersededBy?: string }
  /** The doses asked for are not the last ones in a row. */
  | { readonly status: 'refused'; readonly dosesInForce: readonly number[] };

/** Revokes one certificate by its id. Final: only a new certificate of the same event undoes it. */
export async function revokeById(
  certificateId: string,
  order: RevocationOrder,
  { db }: Pick<IssuingDesk, 'db'>,
): Promise<RevokeResult> {
  const parsed = parseCertificateId(certificateId);
  const found = parsed && (await findCertificate(db, parsed.id));
  if (!found) return { status: 'unknown' };
  const { dose } = found;
  if (found.state === 'issued' && (await revokeCertificate(db, found, order)))
    return { status: 'revoked', certificates: [{ certificateId: found.certificateId, dose }] };
  const { supersededBy } = (await findCertificate(db, found.certificateId)) ?? found;
  return { status: 'withdrawn', ...(supersededBy === undefined ? {} : { supersededBy }) };
}

/**
 * Revokes a beneficiary's vaccination certificates of the country's default disease: DIVOC's call.
 *
 * @param doses consecutive, up to the latest in force; or all.
 */
export async function revokeByDoses(
  beneficiary: string,
  doses: readonly number[] | 'all',
  program: string | undefined,
  order: RevocationOrder,
  { db, issuer }: Pick<IssuingDesk, 'db' | 'issuer'>,
): Promise<RevokeResult> {
  const found = await revokeDoses(
    db,
    {
      beneficiary,
      certificateTypes: ['domestic', 'international'],
      disease: issuer.pack.disease,
      ...(program === undefined ? {} : { program }),
    },
    doses,
    order,
  );
  if (found.outcome === 'none') return { status: 'unknown' };
  if (found.outcome === 'refused') return { status: 'refused', dosesInForce: found.dosesInForce };
  return { status: 'revoked', certificates: found.certificates };
}
