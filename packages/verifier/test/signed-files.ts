import { startFilter } from '@mohar/credential/status/filter/build-filter.ts';
import { encodeDelta } from '@mohar/credential/status/filter/delta.ts';
import { encodeFilter } from '@mohar/credential/status/filter/filter-encoding.ts';
import {
  statusDeltaType,
  statusFilterType,
  writeStatusFile,
} from '@mohar/credential/status/published-filter.ts';
import {
  documentTrustListType,
  trustListType,
  writeTrustList,
} from '@mohar/credential/trust/signed-trust-list.ts';
import type { DocumentIssuer } from './browser/certificates/document-issuers.ts';
import type { SampleIssuer } from './browser/certificates/issuers.ts';

/** The first certificate is in force and the second is revoked. */
export const ids = ['AAAAAAAAAAAAAAAA0', 'BBBBBBBBBBBBBBBB0'] as const;
const salt = new Uint8Array(16).fill(7);

/** A day of May 2026: RFC 3339, milliseconds since 1970, and that of a list that is renewed daily. */
export const day = (number: number) => `2026-05-${String(number).padStart(2, '0')}T00:00:00Z`;
export const at = (number: number) => Date.parse(day(number));
export const between = (published: number) => ({
  publishedAt: day(published),
  nextPublicationAt: day(published + 1),
});

/** The second list: of other issuers' document keys. */
export const documentList = async (
  published: number,
  issuers: readonly Pick<DocumentIssuer, 'issuer'>[],
  signedBy: Pick<SampleIssuer, 'signer'>,
  type = documentTrustListType,
) =>
  new TextEncoder().encode(
    await writeTrustList(
      { ...between(published), issuers: issuers.map(({ issuer }) => issuer) },
      signedBy.signer,
      type,
    ),
  );

/** The first list: of the country's own issuers. */
export const trustList = (
  published: number,
  issuers: readonly Pick<SampleIssuer, 'issuer'>[],
  signedBy: Pick<SampleIssuer, 'signer'>,
) => documentList(published, issuers, signedBy, trustListType);

/** A filter in which the first certificate is in force and the second is revoked. */
export function statusFilter(published: number, { issuer, signer }: SampleIssuer): Promise<Uint8Array> {
  const revoked = [{ certificateId: ids[1], superseded: false }];
  const builder = startFilter({ salt, issued: ids.length, revoked });
  builder.addInForce(ids[0]);
  const head = { issuer: issuer.id, ...between(published), serial: published, issuedUntil: day(published) };
  return writeStatusFile(
    statusFilterType,
    { ...head, issued: ids.length, revoked: revoked.length },
    encodeFilter(builder.finish()),
    signer,
  );
}

/** A delta by which the first is revoked too. */
export const statusDelta = (published: number, filterSerial: number, { issuer, signer }: SampleIssuer) =>
  writeStatusFile(
    statusDeltaType,
    { issuer: issuer.id, ...between(published), filterSerial },
    encodeDelta([{ certificateId: ids[0], reason: 1 }], salt),
    signer,
  );
