import { X509Certificate } from 'node:crypto';
import type { DocumentKey } from '../../registry/document-keys.ts';
import { type CertifiedUse, profiles } from '../../signing/x509/profiles.ts';
import { lastFullBeginning } from '../../signing/x509/signing-period.ts';
import { type DocumentKeyWarning, noticeOf } from './document-key-notice.ts';
import { eventsOfUses, keysInForce } from './document-signing.ts';

const day = 24 * 3_600_000;

/**
 * Whether what is signed counts for as long as documents of the use should: now, and with the signers that the authority can
 * still make.
 *
 * @param keys of the use.
 * @param now milliseconds since 1970.
 */
export const validityWarnings = (
  use: CertifiedUse,
  keys: readonly DocumentKey[],
  now: number,
): DocumentKeyWarning[] => [...shortDocuments(use, keys, now), ...endingAuthority(use, keys, now)];

/** Of keys that were certified elsewhere, or before signers ended early enough. */
function shortDocuments(use: CertifiedUse, keys: readonly DocumentKey[], now: number): DocumentKeyWarning[] {
  const signing = eventsOfUses[use].flatMap((event) => keysInForce(keys, use, event, now).slice(0, 1));
  const { documentsLive } = profiles[use];
  return [...new Set(signing)]
    .filter(({ validUntil }) => Number(validUntil) - now < documentsLive)
    .map(({ id, validUntil }) => ({
      code: 'DOCUMENT_VALIDITY_SHORT',
      use,
      keyId: id,
      message: `What the ${use} key ${id} signs now counts for less than ${documentsLive / day} days: its certificate ends on ${validUntil?.toISOString()}. Have its successor certified.`,
    }));
}

/** The newest key's authority, where it is known: that of keys for trying out is forgotten anyway. */
function endingAuthority(use: CertifiedUse, keys: readonly DocumentKey[], now: number): DocumentKeyWarning[] {
  const [newest] = keys
    .filter(({ state, development }) => state === 'active' && !development)
    .sort((a, b) => Number(b.validFrom) - Number(a.validFrom));
  if (!newest?.authority) return [];
  const end = new X509Certificate(newest.authority).validToDate;
  const last = lastFullBeginning(use, end);
  const within = noticeOf(last.getTime() - now);
  if (within === undefined) return [];
  const signsFor = profiles[use].signsFor / day;
  return [
    {
      code: 'DOCUMENT_AUTHORITY_EXPIRES',
      use,
      keyId: newest.id,
      within,
      message: `The authority (CSCA) of the ${use} key ${newest.id} ends on ${end.toISOString()}: ${use} keys that begin after ${last.toISOString()} sign for less than ${signsFor} days. Have the next authority made, and made known.`,
    },
  ];
}
