import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  type TrustedIssuer,
  writeTrustList,
} from '@mohar/credential/trust/signed-trust-list.ts';
import type { SampleIssuer } from '../certificates/issuers.ts';
import type { Scenarios } from '../certificates/scenarios.ts';

const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The data files that a country puts beside the app, as of now. */
export async function publishedData({
  own,
  revoked,
  issuedIds,
  documentIssuers,
}: Scenarios): Promise<Map<string, string | Uint8Array>> {
  const now = Date.now();
  const times = { publishedAt: instant(now), nextPublicationAt: instant(now + 86_400_000) };
  const salt = new Uint8Array(16).fill(7);
  const builder = startFilter({ salt, issued: issuedIds.length, revoked });
  for (const id of issuedIds) builder.addInForce(id);
  const head = { issuer: own.issuer.id, ...times };
  return new Map<string, string | Uint8Array>([
    ['trust-list.jws', await signedTrustList(own, times.publishedAt)],
    ['document-trust-list.jws', await signedDocumentList(documentIssuers, own, times.publishedAt)],
    [
      'status-filter',
      await writeStatusFile(
        statusFilterType,
        { ...head, serial: 1, issuedUntil: instant(now), issued: issuedIds.length, revoked: revoked.length },
        encodeFilter(builder.finish()),
        own.signer,
      ),
    ],
    [
      'status-delta',
      await writeStatusFile(statusDeltaType, { ...head, filterSerial: 1 }, encodeDelta([], salt), own.signer),
    ],
    [
      'country.json',
      JSON.stringify({
        name: { en: 'Ministry of Health', ar: 'وزارة الصحة' },
        languages: ['en', 'hi'],
        colour: '#0b5345',
      }),
    ],
    ['logo.svg', readFileSync(join(import.meta.dirname, '../../../../../countries/default/emblem.svg'))],
  ]);
}

/** A trust list of one issuer, signed by it. */
export const signedTrustList = ({ issuer, signer }: SampleIssuer, publishedAt: string): Promise<string> =>
  writeTrustList(
    { publishedAt, nextPublicationAt: instant(Date.parse(publishedAt) + 86_400_000), issuers: [issuer] },
    signer,
  );

/** The second list: of other issuers' document keys, signed by the one that the app trusts. */
const signedDocumentList = (
  issuers: readonly TrustedIssuer[],
  { signer }: SampleIssuer,
  publishedAt: string,
): Promise<string> =>
  writeTrustList(
    { publishedAt, nextPublicationAt: instant(Date.parse(publishedAt) + 86_400_000), issuers },
    signer,
    documentTrustListType,
  );
