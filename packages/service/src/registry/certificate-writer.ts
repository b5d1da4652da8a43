import type { Kysely } from 'kysely';
import { takeGroup } from '../take-group.ts';
import { type InsertOutcome, type InsertRequest, insertCertificates } from './insert-certificates.ts';
import type { Tables } from './tables.ts';

/** Keeps certificates; requests that come together share a transaction. */
export interface CertificateWriter {
  /**
   * Keeps the certificates of one request, or none of them (unless it is `partial`). When this returns, what was
   * inserted is on disk. What becomes of other requests makes no difference.
   *
   * @returns one outcome for each certificate, in order.
   */
  keep(request: InsertRequest): Promise<readonly InsertOutcome[]>;
}

/** Certificates of one transaction: more make it longer, not faster. */
const maxRows = 500;
/** Transactions at once: while one waits for the disk, the next one fills. */
const lanes = 2;

interface Waiting {
  readonly request: InsertRequest;
  readonly resolve: (outcomes: readonly InsertOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: the disk is asked once for all that came while it was busy, instead of once for each request. A
 * request alone does not wait for others.
 */
export function createCertificateWriter(db: Kysely<Tables>): CertificateWriter {
  const waiting: Waiting[] = [];
  let busy = 0;

  const next = () => {
    while (busy < lanes && waiting.length > 0) {
      busy += 1;
      void keepGroup(
        db,
        takeGroup(waiting, maxRows, ({ request }) => request.rows.length),
      ).finally(() => {
        busy -= 1;
        next();
      });
    }
  };
  return {
    keep: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        // Requests of the same turn of the event loop find each other.
        setImmediate(next);
      }),
  };
}

/** Settles every request of the group. */
async function keepGroup(db: Kysely<Tables>, group: readonly Waiting[]): Promise<void> {
  if (group.length === 0) return;
  try {
    const outcomes = await insertCertificates(
      db,
      group.map(({ request }) => request),
    );
    for (const [n, one] of group.entries()) {
      const found = outcomes[n];
      if (typeof found === 'object') one.resolve(found);
    }
    await keepGroup(
      db,
      group.filter((_, n) => outcomes[n] === 'together'),
    );
    for (const one of group.filter((_, n) => outcomes[n] === 'alone')) await keepGroup(db, [one]);
  } catch (error) {
    // What the data of one brought about must not touch the others; what befell the database did so to all.
    if (group.length > 1 && isAboutData(error)) for (const one of group) await keepGroup(db, [one]);
    else for (const { reject } of group) reject(error);
  }
}

/** PostgreSQL's classes 22 (data exception) and 23 (integrity constraint). */
const isAboutData = (error: unknown) => /^2[23]/.test((error as { code?: string }).code ?? '');
