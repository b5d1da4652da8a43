import { sha256 } from '#sha256';
import { toBase64Url } from '../base64url.ts';
import { MalformedListError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { readCompactJws, signCompactJws } from '../jws/compact-jws.ts';
import { membersOf } from '../jws/list-members.ts';
import type { Signer } from '../proofs/signer.ts';
import { issuerOf, type TrustList } from '../trust/trust-list.ts';
import {
  type Revocation,
  type RevocationReason,
  revocationReasons,
  type StatusSource,
} from './status-source.ts';

/** Its media type: `application/mohar-crl+jws`. */
export const revocationListType = 'mohar-crl+jws';

/** One entry: certificate id, time (RFC 3339), reason. */
export type RevocationEntry = readonly [certificateId: string, revokedAt: string, reason: RevocationReason];

/** A run of entries in a file of its own, which never changes. */
export interface RevocationListPart {
  /** Place of its first entry among all, from 0. */
  readonly first: number;
  readonly count: number;
  /** SHA-256 of the file, base64url. */
  readonly sha256: string;
  /** Where the file is, relative to the list. */
  readonly href: string;
}

/**
 * The signed head of a certificate revocation list. Entries are only ever added: a list of a later serial holds all
 * of an earlier one, in the same order.
 */
export interface RevocationListHead {
  /** Whose certificates it speaks of. */
  readonly issuer: string;
  /** Grows with every publication. */
  readonly serial: number;
  /** A delta holds only what came after the list of this serial; absent in a complete list. */
  readonly since?: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  /** When a newer one will be there at the latest, RFC 3339. */
  readonly nextPublicationAt: string;
  /** How many entries there are in all, those before the delta included. */
  readonly entries: number;
  readonly parts: readonly RevocationListPart[];
}

/** A part's file: JSON, one entry a line. */
export const writeRevocationPart = (entries: readonly RevocationEntry[]): string =>
  `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;

/** SHA-256 of a file, as heads name it. */
export const fileDigest = (file: string | Uint8Array): string =>
  toBase64Url(sha256(typeof file === 'string' ? new TextEncoder().encode(file) : file));

/** Signs the head of a list. */
export const signRevocationList = (head: RevocationListHead, signer: Signer): Promise<string> =>
  signCompactJws(head as unknown as JsonObject, revocationListType, signer);

/**
 * Reads the signed head of a list: which parts to fetch.
 *
 * @throws MalformedListError, UntrustedListError; the latter also where the signer is not the issuer it speaks for.
 */
export async function readRevocationList(jws: string, trust: TrustList): Promise<RevocationListHead> {
  const { payload, signedBy } = await readCompactJws(jws.trim(), revocationListType, trust);
  const members = membersOf(payload);
  const since = payload.since === undefined ? undefined : members.count('since');
  return {
    // Whoever signed speaks for itself alone, whatever the list says.
    issuer: issuerOf(signedBy),
    serial: members.count('serial'),
    ...(since === undefined ? {} : { since }),
    publishedAt: members.instant('publishedAt'),
    nextPublicationAt: members.instant('nextPublicationAt'),
    entries: members.count('entries'),
    parts: members.list('parts').map((part) => ({
      first: part.count('first'),
      count: part.count('count'),
      sha256: part.text('sha256'),
      href: part.text('href'),
    })),
  };
}

/** A revocation list in memory. */
export interface RevocationList extends StatusSource {
  readonly serial: number;
  readonly size: number;
}

/**
 * Puts a list together from its head and the files of its parts; a delta, onto the list that it continues.
 *
 * @param files in the order of the head's parts.
 * @throws MalformedListError where a file is not the one that the head names, or a part is missing.
 */
export function openRevocationList(
  head: RevocationListHead,
  files: readonly Uint8Array[],
  base?: RevocationList,
): RevocationList {
  const revoked = new Map<string, Revocation>(entriesOf(base));
  let next = head.since === undefined ? 0 : revoked.size;
  if (head.since !== undefined && base?.serial !== head.since) {
    throw new MalformedListError(`It continues the list of serial ${head.since}, which was not given.`);
  }
  for (const [n, part] of head.parts.entries()) {
    const file = files[n];
    if (file === undefined || fileDigest(file) !== part.sha256 || part.first !== next) {
      throw new MalformedListError(`Part ${n} is not the file that the list names.`);
    }
    const entries = readPart(file);
    if (entries.length !== part.count) throw new MalformedListError(`Part ${n} is not complete.`);
    for (const [certificateId, revokedAt, reason] of entries)
      revoked.set(certificateId, { revokedAt, reason });
    next += part.count;
  }
  if (next !== head.entries || revoked.size !== next) throw new MalformedListError('Entries are missing.');

  const publishedAt = Date.parse(head.publishedAt);
  const list: RevocationList = {
    issuer: head.issuer,
    serial: head.serial,
    size: revoked.size,
    checkedAt: head.publishedAt,
    staleAfter: head.nextPublicationAt,
    lookUp: ({ certificateId, signedAt }) => {
      if (certificateId === undefined) return { state: 'unknown' };
      const found = revoked.get(certificateId);
      if (found) return { state: 'revoked', ...found };
      // It cannot speak of what was issued later.
      return { state: signedAt !== undefined && signedAt <= publishedAt ? 'in-force' : 'unknown' };
    },
  };
  contents.set(list, revoked);
  return list;
}

const contents = new WeakMap<RevocationList, ReadonlyMap<string, Revocation>>();

const entriesOf = (base: RevocationList | undefined): Iterable<[string, Revocation]> =>
  (base && contents.get(base)) ?? [];

function readPart(file: Uint8Array): readonly RevocationEntry[] {
  try {
    const entries: unknown = JSON.parse(new TextDecoder().decode(file));
    if (Array.isArray(entries) && entries.every(isEntry)) return entries;
  } catch {
    // Said below.
  }
  throw new MalformedListError('A part is not a list of entries.');
}

const isEntry = (value: unknown): value is RevocationEntry =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'string' &&
  revocationReasons.includes(value[2]);
