import { createHash } from 'node:crypto';
import { canonicalJson } from '@mohar/credential/canonical-json.ts';
import type { JsonValue } from '@mohar/credential/json.ts';
import { writeCardRevocations } from '@mohar/credential/status/published-card-revocations.ts';
import { documentTrustListType, writeTrustList } from '@mohar/credential/trust/signed-trust-list.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import type { Kysely } from 'kysely';
import { assertKeyInForce, type Issuer } from '../issuing/issuer.ts';
import { keepPackedRids } from '../registry/packed-rids.ts';
import { publishRevocations, type StatusPublication } from '../registry/publication/publish-revocations.ts';
import {
  findPublishedFile,
  findPublishedNote,
  type PublishedFileNote,
  type PublishedName,
  publishFile,
} from '../registry/publication/published-files.ts';
import { alone, unlessBusy } from '../registry/publication/publisher-lock.ts';
import { positionsDrawn } from '../registry/publication/revocation-entries.ts';
import type { Tables } from '../registry/tables.ts';
import { importedKeys, importedKeysDigests } from '../registry/trusted-sources.ts';
import { publishedCardLists } from './card-revocations.ts';
import { documentIssuers } from './document-trust-list.ts';
import { revocationListOf } from './revocation-list.ts';
import {
  filterAge,
  filterPause,
  importedAge,
  importedLife,
  instant,
  largeDelta,
  listLife,
  longestIssue,
  renewalAge,
  smallRegistry,
  unnamedListLife,
} from './schedule.ts';
import { makeStatusDelta, makeStatusFilter } from './status-filter.ts';
import { trustedIssuers } from './trust-list.ts';

/**
 * Publishes what changed: new revocations get their places in the list; trust list, revocation list and delta are signed
 * and kept where they would say something new, or are due for renewal. One process at a time.
 *
 * @param now milliseconds since 1970.
 * @param former the issuer as it was before its key changed: its key vouches for the new one a last time.
 * @param documents the issuer's own keys of documents for other countries, for the trust list.
 * @throws ExpiredKeyError where the issuer's key counts no longer.
 */
export async function publishLists(
  db: Kysely<Tables>,
  issuer: Issuer,
  now: number,
  former?: Issuer,
  documents: TrustList = [],
): Promise<void> {
  assertKeyInForce(issuer, now);
  await alone(db, 'lists', async () => {
    const publication = await publishRevocations(db, new Date(now), new Date(now - renewalAge));
    await publishTrustList(db, issuer, now, former, documents);
    await publishDocumentTrustList(db, issuer, now);
    await publishCardRevocations(db, issuer, now);
    await publishIfNew(
      db,
      'revocation-list',
      { ...publication, digest: digestOf(issuer, publication.serial) },
      () => revocationListOf(db, issuer, publication),
    );
    await publishDelta(db, issuer, publication);
  });
}

/**
 * Makes the offline filter anew where it is due: daily; every few minutes where that takes little time; where the key
 * that signed it signs no longer. Does nothing where another process is at it.
 */
export async function publishFilter(
  db: Kysely<Tables>,
  issuer: Issuer,
  now: number,
  signal?: AbortSignal,
): Promise<void> {
  assertKeyInForce(issuer, now);
  await unlessBusy(db, 'filter', async () => {
    const publication = await publishRevocations(db, new Date(now), new Date(now - renewalAge));
    const small = (await positionsDrawn(db)) <= smallRegistry;
    const digest = digestOf(issuer, small ? [publication.entries, Math.floor(now / longestIssue)] : 'daily');
    const last = await findPublishedNote(db, 'status-filter');
    if (last && !isDue(last, digest, new Date(now - filterAge)) && !isOutgrown(last, publication, now))
      return;
    const serial = (last?.serial ?? 0) + 1;
    const content = Buffer.from(await makeStatusFilter(db, issuer, publication, serial, now, signal));
    const { entries } = publication;
    await publishFile(db, 'status-filter', { serial, entries, publishedAt: new Date(now), digest, content });
  });
  await alone(db, 'lists', async () => {
    await publishDelta(db, issuer, await publishRevocations(db, new Date(now), new Date(now - renewalAge)));
  });
}

const isDue = (last: PublishedFileNote, digest: string, renewBefore: Date) =>
  last.digest !== digest || last.publishedAt < renewBefore;

/** Every verifier fetches the delta again and again: one that has grown large is worth a new filter. */
const isOutgrown = (last: PublishedFileNote, { entries }: StatusPublication, now: number) =>
  entries - last.entries > largeDelta && now - last.publishedAt.getTime() >= filterPause;

async function publishTrustList(
  db: Kysely<Tables>,
  issuer: Issuer,
  now: number,
  former: Issuer | undefined,
  documents: TrustList,
): Promise<void> {
  const issuers = trustedIssuers(issuer, documents);
  const digest = digestOf(issuer, issuers as unknown as JsonValue);
  const last = await findPublishedFile(db, 'trust-list');
  if (last && !isDue(last, digest, new Date(now - renewalAge))) return;
  const content = { publishedAt: instant(now), nextPublicationAt: instant(now + listLife), issuers };
  const bridges = last ? last.content.toString().split('\n').slice(1) : [];
  if (former && stillCounts(former, issuer)) bridges.unshift(await writeTrustList(content, former.signer));
  const lines = [await writeTrustList(content, issuer.signer), ...bridges.slice(0, maxBridges)];
  await publishFile(db, 'trust-list', {
    serial: (last?.serial ?? 0) + 1,
    entries: 0,
    publishedAt: new Date(now),
    digest,
    content: Buffer.from(lines.join('\n')),
  });
}

/** Of the keys that were imported: also where there are none, so that verifiers can tell that from what they could not fetch. */
const publishDocumentTrustList = async (db: Kysely<Tables>, issuer: Issuer, now: number): Promise<void> =>
  publishImported(db, 'document-trust-list', issuer, now, await importedKeysDigests(db), async (life) =>
    writeTrustList(
      { ...life, issuers: documentIssuers(await importedKeys(db)) },
      issuer.signer,
      documentTrustListType,
    ),
  );

/** Of the card revocation lists that were imported; also where there are none. What no head names any more goes. */
async function publishCardRevocations(db: Kysely<Tables>, issuer: Issuer, now: number): Promise<void> {
  const lists = await publishedCardLists(db);
  await publishImported(db, 'card-revocations', issuer, now, lists as unknown as JsonValue, (life) =>
    writeCardRevocations({ ...life, lists }, issuer.signer),
  );
  const named = [...new Set(lists.map(({ sha256 }) => sha256))];
  await keepPackedRids(db, named, { now: new Date(now), unnamedUntil: new Date(now + unnamedListLife) });
}

async function publishImported(
  db: Kysely<Tables>,
  name: PublishedName,
  issuer: Issuer,
  now: number,
  says: JsonValue,
  write: (life: { readonly publishedAt: string; readonly nextPublicationAt: string }) => Promise<string>,
): Promise<void> {
  const digest = digestOf(issuer, says);
  const last = await findPublishedNote(db, name);
  if (last && !isDue(last, digest, new Date(now - importedAge))) return;
  const life = { publishedAt: instant(now), nextPublicationAt: instant(now + importedLife) };
  await publishFile(db, name, {
    serial: (last?.serial ?? 0) + 1,
    entries: 0,
    publishedAt: new Date(now),
    digest,
    content: Buffer.from(await write(life)),
  });
}

/** Earlier lists that lead readers to the newest one: a device that missed more rotations starts anew. */
const maxBridges = 8;

/** A key in other hands vouches for nobody. */
const stillCounts = ({ signer }: Issuer, { trust }: Issuer) =>
  trust.some(
    ({ verificationMethod, compromisedSince }) =>
      verificationMethod === signer.verificationMethod && compromisedSince === undefined,
  );

async function publishDelta(
  db: Kysely<Tables>,
  issuer: Issuer,
  publication: StatusPublication,
): Promise<void> {
  const filter = await findPublishedNote(db, 'status-filter');
  if (!filter) return;
  const note = { ...publication, digest: digestOf(issuer, [filter.serial, publication.serial]) };
  await publishIfNew(db, 'status-delta', note, async () => {
    const file = await findPublishedFile(db, 'status-filter');
    if (!file) throw new Error('The filter was there a moment ago.');
    return makeStatusDelta(db, issuer, file.content, publication);
  });
}

async function publishIfNew(
  db: Kysely<Tables>,
  name: PublishedName,
  note: PublishedFileNote,
  write: () => Promise<string | Uint8Array>,
): Promise<void> {
  const last = await findPublishedNote(db, name);
  if (last?.digest !== note.digest)
    await publishFile(db, name, { ...note, content: Buffer.from(await write()) });
}

/** Tells whether a file would say something new; whoever signs is part of what it says. */
const digestOf = ({ signer }: Issuer, says: JsonValue): string =>
  createHash('sha256')
    .update(canonicalJson([signer.verificationMethod, says]))
    .digest('base64url');
