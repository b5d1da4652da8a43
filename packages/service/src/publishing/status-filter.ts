import { randomBytes } from 'node:crypto';
import type { RevokedCertificate } from '@mohar/credential/status/filter/build-filter.ts';
import { type DeltaEntry, encodeDelta } from '@mohar/credential/status/filter/delta.ts';
import {
  openFilterFile,
  type StatusFilterHead,
  statusDeltaType,
  statusFilterType,
  writeStatusFile,
} from '@mohar/credential/status/published-filter.ts';
import { revocationReasons } from '@mohar/credential/status/status-source.ts';
import type { Kysely } from 'kysely';
import type { Issuer } from '../issuing/issuer.ts';
import type { StatusPublication } from '../registry/publication/publish-revocations.ts';
import {
  issuedIds,
  positionsDrawn,
  revocationEntries,
  revokedIds,
  revokedSoonAfter,
} from '../registry/publication/revocation-entries.ts';
import type { Tables } from '../registry/tables.ts';
import { buildFilter } from './build-filter.ts';
import { instant, listLife, longestIssue } from './schedule.ts';

/**
 * Makes the filter of a publication: reads the id of every certificate once.
 *
 * @param serial of the filter; its `revoked` is the number of entries that it holds: a delta goes on from there.
 * @param now milliseconds since 1970.
 */
export async function makeStatusFilter(
  db: Kysely<Tables>,
  { pack, signer }: Issuer,
  { entries }: StatusPublication,
  serial: number,
  now: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { body, issued, revoked } = await buildFilter({
    salt: randomBytes(16),
    issued: await positionsDrawn(db),
    revoked: revokedUpTo(db, entries),
    ids: issuedIds(db),
    signal,
  });
  const head: StatusFilterHead = {
    issuer: pack.issuer.did,
    serial,
    publishedAt: instant(now),
    nextPublicationAt: instant(now + listLife),
    issuedUntil: instant(now - longestIssue),
    issued,
    revoked,
  };
  return writeStatusFile(statusFilterType, head, body, signer);
}

async function* revokedUpTo(db: Kysely<Tables>, entries: number): AsyncGenerator<RevokedCertificate[]> {
  for await (const page of revokedIds(db, entries)) {
    yield page.map(({ certificateId, reason }) => ({ certificateId, superseded: reason === 'superseded' }));
  }
}

/** Makes the delta that brings a filter up to a publication. */
export async function makeStatusDelta(
  db: Kysely<Tables>,
  { pack, signer, trust }: Issuer,
  filter: Uint8Array,
  { entries, publishedAt }: StatusPublication,
): Promise<Uint8Array> {
  // It lay in the registry all the time: by which key it was signed then does not matter.
  const signers = trust.map(({ compromisedSince: _, validUntil: __, ...key }) => key);
  const { head, body } = await openFilterFile(filter, signers);
  const later: DeltaEntry[] = [];
  // The filter holds these, but does not speak of what was issued after its watermark.
  const young = await revokedSoonAfter(db, new Date(head.issuedUntil), head.revoked);
  for (const { certificateId, reason } of young)
    later.push({ certificateId, reason: revocationReasons.indexOf(reason) });
  const page = 50_000;
  for (let first = head.revoked; first < entries; first += page) {
    for (const [certificateId, , reason] of await revocationEntries(
      db,
      first,
      Math.min(page, entries - first),
    ))
      later.push({ certificateId, reason: revocationReasons.indexOf(reason) });
  }
  return writeStatusFile(
    statusDeltaType,
    {
      issuer: pack.issuer.did,
      filterSerial: head.serial,
      publishedAt: instant(publishedAt),
      nextPublicationAt: instant(publishedAt.getTime() + listLife),
    },
    encodeDelta(later, body.salt),
    signer,
  );
}
