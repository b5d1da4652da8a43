import { parseCertificateId } from '../../credential/certificate-id.ts';
import { maxLengths } from './message.ts';

/**
 * A certificate id in the places that VDS-NC has for it. Ours is longer than its unique identifier may be: that has
 * the beginning, and the member that is left to the issuer (`ai`, `opt`) has the rest.
 */
export const splitCertificateId = (certificateId: string): { unique: string; rest: string } => ({
  unique: certificateId.slice(0, maxLengths.certificateId),
  rest: certificateId.slice(maxLengths.certificateId),
});

/**
 * The certificate id that a document carries.
 *
 * @param unique its `uvci` or `utci`.
 * @param rest its `ai` or `opt`.
 * @returns the whole id where the two make one of ours (its check character says so), else the unique identifier.
 */
export function joinCertificateId(unique: string, rest: unknown): string {
  if (typeof rest !== 'string') return unique;
  const whole = unique + rest;
  return unique.length === maxLengths.certificateId && parseCertificateId(whole)?.id === whole
    ? whole
    : unique;
}
