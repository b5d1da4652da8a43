import { CodeNotLoadedError } from '@mohar/credential/errors.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import type { TrustData } from '../trust-data/trust-data.ts';

/**
 * Judges what was read: the first that is a certificate.
 *
 * @param candidates bytes and texts of the codes in a picture, at least one.
 * @param at milliseconds since 1970.
 * @returns where none is a certificate, what is said of the one that comes nearest to it.
 * @throws CodeNotLoadedError where none is, and of one that is not known: what reads it is not on this device yet, and cannot be
 *   fetched now.
 */
export async function judge(
  candidates: readonly (string | Uint8Array)[],
  { trust, status }: Pick<TrustData, 'trust' | 'status'>,
  at: number,
): Promise<Verification> {
  let nearest: Verification | undefined;
  let notLoaded: CodeNotLoadedError | undefined;
  for (const scanned of candidates) {
    try {
      const verification = await verify(scanned, { trust, at, status });
      if (verification.verdict !== 'unreadable') return verification;
      if (!nearest || isNoCertificate(nearest)) nearest = verification;
    } catch (error) {
      if (!(error instanceof CodeNotLoadedError)) throw error;
      notLoaded ??= error;
    }
  }
  if (notLoaded) throw notLoaded;
  return nearest ?? verify('', { trust, at });
}

const isNoCertificate = ({ checks }: Verification) =>
  checks.some(({ code }) => code === 'format.not-a-certificate');
