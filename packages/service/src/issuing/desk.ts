import type { Kysely } from 'kysely';
import { type CertificateWriter, createCertificateWriter } from '../registry/certificate-writer.ts';
import type { Tables } from '../registry/tables.ts';
import type { Candidates, EventBatch } from './candidates.ts';
import type { Issuer } from './issuer.ts';

/** What certifying and correcting work with: made once at start. */
export interface IssuingDesk {
  readonly db: Kysely<Tables>;
  readonly writer: CertificateWriter;
  /** As of now: read it anew for each request, since its key changes. */
  readonly issuer: Issuer;
  /**
   * Validates and signs, on whatever thread has room ({@link readAndSign}).
   *
   * @param options.hurry somebody waits for the answer; otherwise half of the threads are left to those who do.
   * @throws BusyError where there is more to do than the service can hold.
   */
  sign(batch: EventBatch, options?: { readonly hurry: boolean }): Promise<Candidates>;
}

/**
 * Puts a desk together.
 *
 * @param keeper knows the issuer as of now: a copy of it would keep a key that was replaced.
 */
export const openDesk = (
  db: Kysely<Tables>,
  keeper: { readonly issuer: Issuer },
  sign: IssuingDesk['sign'],
): IssuingDesk => ({
  db,
  get issuer() {
    return keeper.issuer;
  },
  sign,
  writer: createCertificateWriter(db),
});

/** Who asks for what, and when. */
export interface IssuingRequest {
  /** For the audit trail. */
  readonly caller: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** More is being done than the service can hold: to be asked again later. Nothing was changed. */
export class BusyError extends Error {
  readonly code = 'BUSY';
}
