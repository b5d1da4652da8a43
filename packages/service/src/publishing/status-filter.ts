import { randomBytes } from 'node:crypto';
import { startFilter } from '@mohar/credential/status/filter/build-filter.ts';
import { type DeltaEntry, encodeDelta } from '@mohar/credential/status/filter/delta.ts';
import { encodeFilter } from '@mohar/credential/status/filter/filter-encoding.ts';
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
} from '../registry/publication/revocation-entries.ts';
import type { Tables } from '../registry/tables.ts';
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
): Promise<Uint8Array> {
  const revoked: { certificateId: string; superseded: boolean }[] = [];
  for await (const page of revokedIds(db, entries)) {
    for (const { certificateId, reason } of page)
      revoked.push({ certificateId, superseded: reason === 'superseded' });
  }
  const builder = startFilter({ salt: randomBytes(16), issued: await positionsDrawn(db), revoked });
  let issued = 0;
  for await (const page of issuedIds(db)) {
    issued += page.length;
    for (const id of page) builder.addInForce(id);
  }
  const head: StatusFilterHead = {
    issuer: pack.issuer.did,
    serial,
    publishedAt: instant(now),
    nextPublicationAt: instant(now + listLife),
    issuedUntil: instant(now - longestIssue),
    issued,
    revoked: revoked.length,
  };
  return writeStatusFile(statusFilterType, head, encodeFilter(builder.finish()), signer);
}

/** Makes the delta that brings a filter up to a publication. */
export async function makeStatusDelta(
  db: Kysely<Tables>,
  { pack, signer, trust }: Issuer,
  filter: Uint8Array,
  { entries, publishedAt }: StatusPublication,
): Promise<Uint8Array> {
  const { head, body } = await openFilterFile(filter, trust);
  const later: DeltaEntry[] = [];
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
