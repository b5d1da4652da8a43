import type { VerificationSetting } from '@mohar/credential/verification/setting.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import type { TrustData } from '../trust-data/trust-data.ts';

/** What reads the certificate's format is not on this device yet, and cannot be fetched now. */
export class FormatNotHereError extends Error {
  readonly code = 'FORMAT_NOT_HERE';
}

/**
 * Judges what was read: the first that is a certificate.
 *
 * @param candidates bytes and texts of the codes in a picture, at least one.
 * @param at milliseconds since 1970.
 * @returns where none is a certificate, what is said of the one that comes nearest to it.
 * @throws FormatNotHereError
 */
export async function judge(
  candidates: readonly (string | Uint8Array)[],
  { trust, status }: Pick<TrustData, 'trust' | 'status'>,
  at: number,
): Promise<Verification> {
  let nearest: Verification | undefined;
  for (const scanned of candidates) {
    const verification = await verifyHere(scanned, { trust, at, status });
    if (verification.verdict !== 'unreadable') return verification;
    if (!nearest || isNoCertificate(nearest)) nearest = verification;
  }
  return nearest ?? verify('', { trust, at });
}

/** Verification never throws for what it is given: where it does, a file of the app is missing. */
async function verifyHere(scanned: string | Uint8Array, setting: VerificationSetting): Promise<Verification> {
  try {
    return await verify(scanned, setting);
  } catch (error) {
    throw new FormatNotHereError('A format cannot be loaded.', { cause: error });
  }
}

const isNoCertificate = ({ checks }: Verification) =>
  checks.some(({ code }) => code === 'format.not-a-certificate');
