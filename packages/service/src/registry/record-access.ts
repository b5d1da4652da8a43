import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';
import { writeAudit } from './write-audit.ts';

/** Somebody fetched a certificate. */
export interface Access {
  readonly shard: number;
  readonly certificateId: string;
  readonly caller: string;
  readonly detail: 'json' | 'pdf' | 'qr' | 'head' | `${'pdf' | 'qr' | 'document'}:${string}`;
}

/** Writes an access into the audit trail. */
export const recordAccess = (db: Kysely<Tables>, { caller, ...certificate }: Access): Promise<void> =>
  writeAudit(db, 'fetch', caller, [certificate]);
