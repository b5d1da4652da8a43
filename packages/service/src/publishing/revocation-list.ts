import {
  fileDigest,
  type RevocationListHead,
  type RevocationListPart,
  signRevocationList,
  writeRevocationPart,
} from '@mohar/credential/status/revocation-list.ts';
import type { Kysely } from 'kysely';
import type { Issuer } from '../issuing/issuer.ts';
import type { StatusPublication } from '../registry/publication/publish-revocations.ts';
import {
  findPartDigest,
  insertPartDigest,
  partDigests,
  revocationEntries,
} from '../registry/publication/revocation-entries.ts';
import type { Tables } from '../registry/tables.ts';
import { instant, listLife } from './schedule.ts';

/** Entries of one part. */
export const partLength = 50_000;

/** The file of a part: always the same for the same range. */
export const revocationPart = async (db: Kysely<Tables>, first: number, count: number): Promise<string> =>
  writeRevocationPart(await revocationEntries(db, first, count));

/** The digest of a part's file, where it is kept: of a full one, once a list named it. */
export const partDigest = async (
  db: Kysely<Tables>,
  first: number,
  count: number,
): Promise<string | undefined> => (count === partLength ? findPartDigest(db, first) : undefined);

/**
 * The signed head of the list of a publication; with `since`, of what came after an earlier one.
 *
 * @param since serial and number of entries of the earlier publication.
 */
export async function revocationListOf(
  db: Kysely<Tables>,
  issuer: Issuer,
  { serial, publishedAt, entries }: StatusPublication,
  since?: { readonly serial: number; readonly entries: number },
): Promise<string> {
  const head: RevocationListHead = {
    issuer: issuer.pack.issuer.did,
    serial,
    ...(since ? { since: since.serial } : {}),
    publishedAt: instant(publishedAt),
    nextPublicationAt: instant(publishedAt.getTime() + listLife),
    entries,
    parts: await partsBetween(db, since?.entries ?? 0, entries),
  };
  return signRevocationList(head, issuer.signer);
}

async function partsBetween(db: Kysely<Tables>, from: number, to: number): Promise<RevocationListPart[]> {
  const digests = await partDigests(db);
  const parts: RevocationListPart[] = [];
  for (let first = from; first < to; ) {
    const count = Math.min(to, first - (first % partLength) + partLength) - first;
    parts.push({
      first,
      count,
      sha256: (count === partLength && digests.get(first)) || (await digestOf(db, first, count)),
      href: `revocation-list/${first}-${count}`,
    });
    first += count;
  }
  return parts;
}

async function digestOf(db: Kysely<Tables>, first: number, count: number): Promise<string> {
  const digest = fileDigest(await revocationPart(db, first, count));
  if (count === partLength) await insertPartDigest(db, first, digest);
  return digest;
}
