import { parseCertificateId } from '../../credential/certificate-id.ts';
import { maxLengths } from './message.ts';

/** What a document carries to be looked up by. */
export interface LookUpParts {
  /** `uvci` or `utci`. */
  readonly unique: string;
  /** `ai` or `opt`. */
  readonly rest: string;
}

/** What a document is looked up by. */
export interface LookUp {
  readonly certificateId: string;
  /** When a certificate of this issuer was issued, milliseconds since 1970; absent where the document does not tell. */
  readonly issuedAt?: number;
}

/** Digits of a time: seconds since 1970 to the base 36. Six end in 2038. */
const timeDigits = 7;

/**
 * A certificate id, and when it was issued, in the places that VDS-NC has for it. Ours is longer than its unique identifier
 * may be: that has the beginning, and the member that is left to the issuer (`ai`, `opt`) has the rest, then the time. A
 * seal does not tell when it was signed, and a status filter speaks only of what was issued before it was made.
 *
 * @param issuedAt RFC 3339; rounded up to whole seconds, so that no filter speaks too early.
 */
export function splitCertificateId(certificateId: string, issuedAt: string): LookUpParts {
  const seconds = Math.ceil(Date.parse(issuedAt) / 1000);
  const time = seconds.toString(36).toUpperCase().padStart(timeDigits, '0');
  return {
    unique: certificateId.slice(0, maxLengths.certificateId),
    rest: certificateId.slice(maxLengths.certificateId) + time,
  };
}

/**
 * What a document is looked up by.
 *
 * @param unique its `uvci` or `utci`.
 * @param rest its `ai` or `opt`.
 * @returns the whole id, and the time behind it, where the two make one of ours (its check character says so); else the
 *   unique identifier alone.
 */
export function joinCertificateId(unique: string, rest: unknown): LookUp {
  const [, end, time] = typeof rest === 'string' ? (/^([0-9A-Z]{5})([0-9A-Z]{7})?$/.exec(rest) ?? []) : [];
  const whole = unique + (end ?? '');
  if (unique.length !== maxLengths.certificateId || parseCertificateId(whole)?.id !== whole) {
    return { certificateId: unique };
  }
  const issuedAt = Number.parseInt(time ?? '', 36) * 1000;
  return { certificateId: whole, ...(Number.isNaN(issuedAt) ? {} : { issuedAt }) };
}
