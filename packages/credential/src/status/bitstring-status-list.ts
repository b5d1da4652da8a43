import { base64urlnopad } from '@scure/base';
import { Gunzip, gzipSync } from 'fflate';
import { toBase64Url } from '../base64url.ts';
import { bundledContexts, w3cCredentialsV2Url } from '../credential/contexts/bundled.ts';
import { MalformedListError, UntrustedListError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { issuerOf, type TrustList } from '../trust/trust-list.ts';
import { judgeSignature } from '../verification/judge-signature.ts';
import type { StatusSource } from './status-source.ts';

/** Entries of a list: the least that gives herd privacy (Bitstring Status List 1.0, section 6.1). */
export const statusListLength = 131_072;

/** Lists of others may be longer than that, but not without end: in bits. */
const maxLength = 64 * 1024 * 1024;

/** What a status list says, and for how long. */
export interface StatusListContent {
  /** Where the list is found: the `statusListCredential` of its entries. */
  readonly url: string;
  readonly issuer: string;
  /** RFC 3339. */
  readonly validFrom: string;
  /** RFC 3339. */
  readonly validUntil: string;
  /** Indexes of the certificates that are revoked. */
  readonly revoked: Iterable<number>;
}

/** Builds the unsigned credential of a list of revocations (Bitstring Status List 1.0, section 2.2). */
export function buildStatusList({
  url,
  issuer,
  validFrom,
  validUntil,
  revoked,
}: StatusListContent): JsonObject {
  return {
    '@context': [w3cCredentialsV2Url],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom,
    validUntil,
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeBitstring(revoked, statusListLength),
    },
  };
}

/** GZIP, multibase base64url; bit 0 is the leftmost of the first byte (Bitstring Status List 1.0, section 3.3). */
export function encodeBitstring(indexes: Iterable<number>, length: number): string {
  const bits = new Uint8Array(length / 8);
  for (const index of indexes) {
    if (!(index >= 0 && index < length)) throw new RangeError(`The list has no index ${index}.`);
    bits[index >> 3] = (bits[index >> 3] as number) | (0x80 >> (index & 7));
  }
  return `u${toBase64Url(gzipSync(bits, { mtime: 0 }))}`;
}

/**
 * The bits of an `encodedList` (Bitstring Status List 1.0, section 3.4).
 *
 * @throws MalformedListError where it is not encoded so, too short or without end.
 */
export function decodeBitstring(encodedList: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    if (!encodedList.startsWith('u')) throw new TypeError('not base64url');
    const gunzip = new Gunzip((piece) => {
      length += piece.length;
      if (length * 8 > maxLength) throw new RangeError('too long');
      pieces.push(piece);
    });
    const compressed = base64urlnopad.decode(encodedList.slice(1));
    for (let at = 0; at < compressed.length; at += 4_096) {
      gunzip.push(compressed.subarray(at, at + 4_096), at + 4_096 >= compressed.length);
    }
  } catch {
    throw new MalformedListError(
      '/credentialSubject/encodedList must be a compressed bitstring in base64url.',
    );
  }
  if (length * 8 < statusListLength)
    throw new MalformedListError('The list is too short to hide anybody in it.');
  const bits = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bits.set(piece, at);
    at += piece.length;
  }
  return bits;
}

/**
 * Opens a status list that was fetched: verifies its proof and reads its bits.
 *
 * @throws MalformedListError, UntrustedListError.
 */
export async function openStatusList(credential: JsonObject, trust: TrustList): Promise<StatusSource> {
  const signature = await judgeSignature(credential, { trust, known: [] }, bundledContexts);
  if (signature.outcome === 'unreadable') throw new MalformedListError('It is not a signed credential.');
  if (signature.outcome !== 'holds')
    throw new UntrustedListError('It is not signed by a key that counts here.');
  const { id: url, validFrom, validUntil, credentialSubject: subject, type } = signature.credential;
  if (
    !isJsonObject(subject) ||
    !(Array.isArray(type) && type.includes('BitstringStatusListCredential')) ||
    subject.statusPurpose !== 'revocation' ||
    typeof subject.encodedList !== 'string' ||
    typeof validFrom !== 'string'
  ) {
    throw new MalformedListError('It is not a list of revocations.');
  }
  const bits = decodeBitstring(subject.encodedList);
  return {
    issuer: issuerOf(signature.signedBy),
    checkedAt: validFrom,
    ...(typeof validUntil === 'string' ? { staleAfter: validUntil } : {}),
    lookUp: ({ listEntry }) => {
      if (!listEntry || listEntry.list !== url || listEntry.index >= bits.length * 8)
        return { state: 'unknown' };
      const bit = (bits[listEntry.index >> 3] as number) & (0x80 >> (listEntry.index & 7));
      return { state: bit === 0 ? 'in-force' : 'revoked' };
    },
  };
}
