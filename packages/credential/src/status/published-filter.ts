import { sha256 } from '#sha256';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError, UntrustedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { readCompactJws, signCompactJws } from '../jws/compact-jws.ts';
import { type ListMembers, membersOf } from '../jws/list-members.ts';
import type { Signer } from '../proofs/signer.ts';
import { issuerOf, type TrustList } from '../trust/trust-list.ts';
import { decodeDelta, lookUpDelta } from './filter/delta.ts';
import { type FilterBody, lookUp } from './filter/filter-body.ts';
import { decodeFilter } from './filter/filter-encoding.ts';
import { revocationReasons, type StatusSource } from './status-source.ts';

/** Media types: `application/mohar-status-filter+jws` and `application/mohar-status-delta+jws`. */
export const statusFilterType = 'mohar-status-filter+jws';
export const statusDeltaType = 'mohar-status-delta+jws';

interface StatusFileHead {
  /** Whose certificates it speaks of. */
  readonly issuer: string;
  /** RFC 3339. */
  readonly publishedAt: string;
  /** When a newer one will be there at the latest, RFC 3339. */
  readonly nextPublicationAt: string;
}

/** The signed head of a filter file. */
export interface StatusFilterHead extends StatusFileHead {
  /** Grows with every filter. */
  readonly serial: number;
  /** The filter answers for certificates that were signed until then, RFC 3339. */
  readonly issuedUntil: string;
  /** How many certificates it was made from, and how many of them are revoked. */
  readonly issued: number;
  readonly revoked: number;
}

/** The signed head of a delta file: what was revoked since a filter was made. */
export interface StatusDeltaHead extends StatusFileHead {
  /** The filter that it belongs to. */
  readonly filterSerial: number;
}

/** Puts head and body into one file: the head as a JWS, a line feed, the body. The head names the body's SHA-256. */
export async function writeStatusFile(
  type: typeof statusFilterType | typeof statusDeltaType,
  head: StatusFilterHead | StatusDeltaHead,
  body: Uint8Array,
  signer: Signer,
): Promise<Uint8Array> {
  const payload = { ...head, sha256: toBase64Url(sha256(body)), length: body.length };
  const jws = new TextEncoder().encode(
    `${await signCompactJws(payload as unknown as JsonObject, type, signer)}\n`,
  );
  const file = new Uint8Array(jws.length + body.length);
  file.set(jws);
  file.set(body, jws.length);
  return file;
}

/**
 * Opens the offline status of an issuer's certificates: a filter and, where there is one, what came after it.
 *
 * @param delta one that belongs to another filter is passed over.
 * @throws MalformedListError or MalformedStatusError where a file is damaged; UntrustedListError where it is not signed
 *   by one of the keys.
 */
export async function openStatusFilter(
  filter: Uint8Array,
  delta: Uint8Array | undefined,
  trust: TrustList,
): Promise<StatusSource> {
  const { head, body, issuer } = await openFilterFile(filter, trust);
  const issuedUntil = Date.parse(head.issuedUntil);
  const newer = delta && (await openDelta(delta, head, issuer, trust));
  const { publishedAt, nextPublicationAt } = newer ?? head;
  return {
    issuer,
    checkedAt: publishedAt,
    staleAfter: nextPublicationAt,
    lookUp: ({ certificateId, signedAt }) => {
      if (certificateId === undefined) return { state: 'unknown' };
      const reason = newer && lookUpDelta(newer.body, body.salt, certificateId);
      if (reason !== undefined) return { state: 'revoked', ...named(reason) };
      // The filter answers at random for what it was not made from.
      if (signedAt === undefined || signedAt > issuedUntil) return { state: 'unknown' };
      const found = lookUp(body, certificateId);
      if (found === 'in-force') return { state: 'in-force' };
      return { state: 'revoked', ...(found === 'superseded' ? { reason: 'superseded' } : {}) };
    },
  };
}

/** A filter file, its signature verified: what a delta is made for. Errors as {@link openStatusFilter}. */
export async function openFilterFile(
  file: Uint8Array,
  trust: TrustList,
): Promise<{ head: StatusFilterHead; body: FilterBody; issuer: string }> {
  const { members, body, issuer } = await readStatusFile(file, statusFilterType, trust);
  return { head: filterHead(members), body: decodeFilter(body), issuer };
}

async function openDelta(file: Uint8Array, filter: StatusFilterHead, issuer: string, trust: TrustList) {
  const delta = await readStatusFile(file, statusDeltaType, trust);
  if (delta.issuer !== issuer)
    throw new UntrustedListError('Filter and delta are signed by different issuers.');
  if (delta.members.count('filterSerial') !== filter.serial) return undefined;
  return {
    body: decodeDelta(delta.body),
    publishedAt: delta.members.instant('publishedAt'),
    nextPublicationAt: delta.members.instant('nextPublicationAt'),
  };
}

async function readStatusFile(file: Uint8Array, type: string, trust: TrustList) {
  const end = file.indexOf(0x0a);
  if (end < 0 || end > 16_384) throw new MalformedListError('It is not a signed status file.');
  const { payload, signedBy } = await readCompactJws(
    new TextDecoder().decode(file.subarray(0, end)),
    type,
    trust,
  );
  const body = file.subarray(end + 1);
  const members = membersOf(payload);
  if (members.count('length') !== body.length || members.text('sha256') !== toBase64Url(sha256(body))) {
    throw new MalformedListError('Its body is not the one that its head names.');
  }
  return { members, body, issuer: issuerOf(signedBy) };
}

const filterHead = (members: ListMembers): StatusFilterHead => ({
  issuer: members.text('issuer'),
  serial: members.count('serial'),
  publishedAt: members.instant('publishedAt'),
  nextPublicationAt: members.instant('nextPublicationAt'),
  issuedUntil: members.instant('issuedUntil'),
  issued: members.count('issued'),
  revoked: members.count('revoked'),
});

const named = (reason: number) => {
  const name = revocationReasons[reason];
  return name ? { reason: name } : {};
};
