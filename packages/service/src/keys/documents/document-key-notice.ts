import type { DocumentKeyUse } from '../../registry/tables.ts';

/** Something about document keys that somebody has to do something about. */
export interface DocumentKeyWarning {
  readonly code:
    | 'DOCUMENT_KEY_EXPIRES'
    | 'DOCUMENT_KEY_MISSING'
    | 'DOCUMENT_KEY_UNAVAILABLE'
    | 'DOCUMENT_VALIDITY_SHORT'
    | 'DOCUMENT_AUTHORITY_EXPIRES';
  readonly use: DocumentKeyUse;
  /** Empty where there is none. */
  readonly keyId: string;
  /** For everybody: names nothing of the installation but the key. */
  readonly message: string;
  /** For the operator. */
  readonly reason?: string;
  /** Of what comes to an end: within how many days; it is said anew when this becomes fewer. */
  readonly within?: number;
}

const day = 24 * 3_600_000;
/** Days before something ends when somebody is told: a gateway may take weeks to let a new key in. */
const notices = [7, 30, 60] as const;

/** @param left milliseconds until something ends. @returns undefined where it is not time to say so yet; 0: it has ended. */
export const noticeOf = (left: number): number | undefined =>
  left <= 0 ? 0 : notices.find((days) => left < days * day);
