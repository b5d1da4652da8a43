import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { Kysely } from 'kysely';
import type { Issuer } from '../issuing/issuer.ts';
import { findRevocation } from '../registry/revocation/find-revocation.ts';
import type { Tables } from '../registry/tables.ts';

/** The registry itself as a source: it knows the status of every certificate of its issuer as of now. */
export const registryStatus = (db: Kysely<Tables>, { pack }: Issuer, now: number): StatusSource => ({
  issuer: pack.issuer.did,
  checkedAt: new Date(now).toISOString(),
  lookUp: ({ certificateId }) =>
    certificateId === undefined ? { state: 'unknown' } : findRevocation(db, certificateId),
});
