import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { CertificateSummary } from '@mohar/credential/verification/summarize.ts';
import type { Verdict } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { UnreadableCodeError } from '../issuing/look-at-code.ts';

/** A document may say of itself that it counts later: one against yellow fever, ten days after the dose. */
const counted: readonly Verdict[] = ['valid', 'not-yet-valid'];

/**
 * Reads a signed text back with the verifier.
 *
 * @param trust the keys of this issuer's documents.
 * @param at milliseconds since 1970.
 * @returns what a person sees of it.
 * @throws UnreadableCodeError where the verifier does not accept it.
 */
export async function readBack(text: string, trust: TrustList, at: number): Promise<CertificateSummary> {
  const { verdict, checks, summary } = await verify(text, { trust, at });
  if (counted.includes(verdict) && summary) return summary;
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  throw new UnreadableCodeError(`A document reads back as ${verdict} (${failed?.code ?? 'no reason'}).`);
}
